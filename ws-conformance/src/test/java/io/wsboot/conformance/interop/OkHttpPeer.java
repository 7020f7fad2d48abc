package io.wsboot.conformance.interop;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp. It offers plain permessage-deflate whatever it is told, and only itself sends
 * pings.
 */
final class OkHttpPeer implements PeerClient {

	private final OkHttpClient client = new OkHttpClient.Builder().readTimeout(Duration.ZERO)
		.minWebSocketMessageToCompress(0)
		.build();

	@Override
	public Side connect(URI uri, @Nullable String offer, Events events) throws Exception {
		CompletableFuture<Side> opened = new CompletableFuture<>();
		Request request = new Request.Builder().url(uri.toString())
			.header("Sec-WebSocket-Protocol", "unknown.wsboot, " + SUBPROTOCOL)
			.build();
		this.client.newWebSocket(request, new Listener(events, opened));
		return opened.get(30, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.client.dispatcher().executorService().shutdown();
		this.client.connectionPool().evictAll();
	}

	private record OkHttpSide(WebSocket socket, @Nullable String subprotocol) implements Side {

		@Override
		public void text(String message) {
			taken(this.socket.send(message));
		}

		@Override
		public void binary(byte[] message) {
			taken(this.socket.send(ByteString.of(message)));
		}

		@Override
		public void ping(byte[] payload) {
			throw new UnsupportedOperationException("OkHttp sends pings by itself only");
		}

		@Override
		public void close(int code, String reason) {
			taken(this.socket.close(code, reason));
		}

		private static void taken(boolean taken) {
			if (!taken) {
				throw new IllegalStateException("OkHttp did not take it");
			}
		}

	}

	private static final class Listener extends WebSocketListener {

		private final Events events;

		private final CompletableFuture<Side> opened;

		Listener(Events events, CompletableFuture<Side> opened) {
			this.events = events;
			this.opened = opened;
		}

		@Override
		public void onOpen(WebSocket socket, Response response) {
			this.opened.complete(new OkHttpSide(socket, response.header("Sec-WebSocket-Protocol")));
		}

		@Override
		public void onMessage(WebSocket socket, String text) {
			Telling.tell(() -> this.events.text(this.opened.get(), text));
		}

		@Override
		public void onMessage(WebSocket socket, ByteString bytes) {
			Telling.tell(() -> this.events.binary(this.opened.get(), bytes.toByteArray()));
		}

		@Override
		public void onClosing(WebSocket socket, int code, String reason) {
			socket.close(code, reason);
		}

		@Override
		public void onClosed(WebSocket socket, int code, String reason) {
			this.events.closed(code, reason);
		}

		@Override
		public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
			this.opened.completeExceptionally(failure);
			this.events.closed(1006, failure.toString());
		}

	}

}
