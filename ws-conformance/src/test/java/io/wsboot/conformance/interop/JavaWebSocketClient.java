package io.wsboot.conformance.interop;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Java-WebSocket. It offers to go without context takeover on both sides, whatever it is
 * told.
 */
final class JavaWebSocketClient implements PeerClient {

	@Override
	public Side connect(URI uri, @Nullable String offer, Events events) throws Exception {
		List<IExtension> extensions = (offer == null) ? List.of() : List.of(deflate());
		Client client = new Client(uri,
				new Draft_6455(extensions, List.of(new Protocol("unknown.wsboot"), new Protocol(SUBPROTOCOL))), events);
		client.setConnectionLostTimeout(0);
		if (!client.connectBlocking(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Java-WebSocket did not connect");
		}
		return client;
	}

	private static PerMessageDeflateExtension deflate() {
		PerMessageDeflateExtension deflate = new PerMessageDeflateExtension();
		deflate.setThreshold(0);
		return deflate;
	}

	@Override
	public void close() {
		// every connection has a thread of its own, which ends with it
	}

	private static final class Client extends WebSocketClient implements Side {

		private final Events events;

		Client(URI uri, Draft_6455 draft, Events events) {
			super(uri, draft);
			this.events = events;
		}

		@Override
		public void text(String message) {
			send(message);
		}

		@Override
		public void binary(byte[] message) {
			send(message);
		}

		@Override
		public void ping(byte[] payload) {
			PingFrame ping = new PingFrame();
			ping.setPayload(ByteBuffer.wrap(payload));
			sendFrame(ping);
		}

		@Override
		public @Nullable String subprotocol() {
			return getProtocol().getProvidedProtocol();
		}

		/**
		 * Its reader asks this between two reads. If the answer were yes it could drop
		 * the connection before its writer has written the Close.
		 */
		@Override
		public boolean isClosing() {
			return false;
		}

		@Override
		public void onOpen(ServerHandshake handshake) {
		}

		@Override
		public void onMessage(String message) {
			Telling.tell(() -> this.events.text(this, message));
		}

		@Override
		public void onMessage(ByteBuffer message) {
			Telling.tell(() -> this.events.binary(this, OurSide.bytes(message)));
		}

		@Override
		public void onWebsocketPong(WebSocket socket, Framedata pong) {
			Telling.tell(() -> this.events.pong(this, OurSide.bytes(pong.getPayloadData())));
		}

		@Override
		public void onClose(int code, String reason, boolean remote) {
			this.events.closed(code, reason);
		}

		@Override
		public void onError(Exception failure) {
			this.events.closed(1006, failure.toString());
		}

	}

}
