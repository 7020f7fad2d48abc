package io.wsboot.conformance.interop;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * {@code java.net.http.WebSocket}, which knows no compression.
 */
final class JdkClient implements PeerClient {

	private final HttpClient client = HttpClient.newHttpClient();

	@Override
	public Side connect(URI uri, @Nullable String offer, Events events) throws Exception {
		return new JdkSide(this.client.newWebSocketBuilder()
			.subprotocols("unknown.wsboot", SUBPROTOCOL)
			.buildAsync(uri, new Listener(events))
			.get(30, TimeUnit.SECONDS));
	}

	@Override
	public void close() {
		// ends with its last connection
	}

	private record JdkSide(WebSocket socket) implements Side {

		@Override
		public void text(String message) throws Exception {
			done(this.socket.sendText(message, true));
		}

		@Override
		public void binary(byte[] message) throws Exception {
			done(this.socket.sendBinary(ByteBuffer.wrap(message), true));
		}

		@Override
		public void ping(byte[] payload) throws Exception {
			done(this.socket.sendPing(ByteBuffer.wrap(payload)));
		}

		@Override
		public void close(int code, String reason) throws Exception {
			done(this.socket.sendClose(code, reason));
		}

		@Override
		public String subprotocol() {
			return this.socket.getSubprotocol();
		}

		private static void done(CompletableFuture<WebSocket> sent) throws Exception {
			sent.get(30, TimeUnit.SECONDS);
		}

	}

	private static final class Listener implements WebSocket.Listener {

		private final Events events;

		private final StringBuilder text = new StringBuilder();

		private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

		Listener(Events events) {
			this.events = events;
		}

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				Telling.tell(() -> this.events.text(new JdkSide(socket), this.text.toString()));
				this.text.setLength(0);
			}
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
			this.binary.writeBytes(OurSide.bytes(data));
			if (last) {
				Telling.tell(() -> this.events.binary(new JdkSide(socket), this.binary.toByteArray()));
				this.binary.reset();
			}
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
			Telling.tell(() -> this.events.pong(new JdkSide(socket), OurSide.bytes(message)));
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.events.closed(code, reason);
			return null;
		}

	}

}
