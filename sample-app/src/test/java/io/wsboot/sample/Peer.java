package io.wsboot.sample;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JDK's own WebSocket client, which remembers what it received, in order.
 */
final class Peer implements WebSocket.Listener, AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final JsonMapper JSON = JsonMapper.shared();

	private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

	private final StringBuilder text = new StringBuilder();

	private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

	private WebSocket socket;

	private Peer() {
	}

	static Peer connect(int port, String path) throws Exception {
		Peer peer = new Peer();
		peer.socket = CLIENT.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + port + path), peer)
			.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		return peer;
	}

	void send(String message) throws Exception {
		done(this.socket.sendText(message, true));
	}

	void send(byte[] message) throws Exception {
		done(this.socket.sendBinary(ByteBuffer.wrap(message), true));
	}

	void sendFragments(String each, int count) throws Exception {
		for (int sent = 1; sent <= count; sent++) {
			done(this.socket.sendText(each, sent == count));
		}
	}

	/** The next message, which must be text. */
	String text() throws InterruptedException {
		return (String) next();
	}

	/** The next message, which must be text with a JSON object. */
	JsonNode json() throws InterruptedException {
		return JSON.readTree(text());
	}

	/** The next message, which must be binary. */
	byte[] binary() throws InterruptedException {
		return (byte[]) next();
	}

	int closeCode() throws Exception {
		return this.closeCode.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
	}

	/** Ends the connection without a Close. */
	void vanish() {
		this.socket.abort();
	}

	/** Closes with 1000, unless the server does it in this moment or has done it. */
	@Override
	public void close() throws Exception {
		if (!this.socket.isOutputClosed()) {
			done(this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").handle((sent, alreadyClosed) -> null));
			closeCode();
		}
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.messages.add(this.text.toString());
			this.text.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		byte[] chunk = new byte[data.remaining()];
		data.get(chunk);
		this.binary.writeBytes(chunk);
		if (last) {
			this.messages.add(this.binary.toByteArray());
			this.binary.reset();
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.closeCode.complete(statusCode);
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.closeCode.completeExceptionally(error);
	}

	private Object next() throws InterruptedException {
		Object message = this.messages.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		assertThat(message).as("a message within " + DEADLINE).isNotNull();
		return message;
	}

	private static void done(CompletableFuture<?> future) throws Exception {
		future.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
	}

}
