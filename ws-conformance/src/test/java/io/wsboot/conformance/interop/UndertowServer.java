package io.wsboot.conformance.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

import io.undertow.Undertow;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import org.xnio.Pooled;

/**
 * Undertow.
 */
final class UndertowServer implements PeerServer {

	private Undertow undertow;

	@Override
	public int start(Events events) {
		WebSocketConnectionCallback opened = (exchange, channel) -> {
			channel.getReceiveSetter().set(new Listener(events));
			channel.resumeReceives();
		};
		WebSocketProtocolHandshakeHandler handshake = new WebSocketProtocolHandshakeHandler(
				List.of(new Hybi13Handshake(Set.of(PeerClient.SUBPROTOCOL), true)), opened);
		handshake.addExtension(new PerMessageDeflateHandshake(false, 6, true, true, OurSide.LIMIT));
		this.undertow = Undertow.builder()
			.setIoThreads(1)
			.setWorkerThreads(1)
			.addHttpListener(0, "127.0.0.1")
			.setHandler(handshake)
			.build();
		this.undertow.start();
		return ((InetSocketAddress) this.undertow.getListenerInfo().get(0).getAddress()).getPort();
	}

	@Override
	public void close() {
		this.undertow.stop();
	}

	private static final class Listener extends AbstractReceiveListener {

		private final Events events;

		Listener(Events events) {
			this.events = events;
		}

		@Override
		protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
			Telling.tell(() -> this.events.text(new UndertowSide(channel), message.getData()));
		}

		@Override
		protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
			byte[] data = bytes(message);
			Telling.tell(() -> this.events.binary(new UndertowSide(channel), data));
		}

		@Override
		protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
			byte[] data = bytes(message);
			Telling.tell(() -> this.events.pong(new UndertowSide(channel), data));
		}

		@Override
		protected void onCloseMessage(CloseMessage close, WebSocketChannel channel) {
			this.events.closed(close.getCode(), close.getReason());
		}

		private static byte[] bytes(BufferedBinaryMessage message) {
			try (Pooled<ByteBuffer[]> data = message.getData()) {
				return OurSide.bytes(WebSockets.mergeBuffers(data.getResource()));
			}
		}

	}

	private record UndertowSide(WebSocketChannel channel) implements Side {

		@Override
		public void text(String message) {
			WebSockets.sendText(message, this.channel, null);
		}

		@Override
		public void binary(byte[] message) {
			WebSockets.sendBinary(ByteBuffer.wrap(message), this.channel, null);
		}

		@Override
		public void ping(byte[] payload) {
			WebSockets.sendPing(ByteBuffer.wrap(payload), this.channel, null);
		}

		@Override
		public void close(int code, String reason) throws IOException {
			WebSockets.sendClose(code, reason, this.channel, null);
		}

	}

}
