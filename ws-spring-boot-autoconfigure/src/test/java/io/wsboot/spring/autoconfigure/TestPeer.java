package io.wsboot.spring.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The JDK's own WebSocket client, with a memory.
 */
final class TestPeer implements WebSocket.Listener {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private final Queue<String> messages = new ConcurrentLinkedQueue<>();

	private final StringBuilder partial = new StringBuilder();

	private volatile int closeCode;

	private WebSocket socket;

	private TestPeer() {
	}

	static TestPeer connect(int port, String path) throws Exception {
		return connect(HttpClient.newHttpClient().newWebSocketBuilder(), port, path);
	}

	static TestPeer connectFrom(String origin, int port, String path) throws Exception {
		return connect(HttpClient.newHttpClient().newWebSocketBuilder().header("Origin", origin), port, path);
	}

	private static TestPeer connect(WebSocket.Builder builder, int port, String path) throws Exception {
		TestPeer peer = new TestPeer();
		peer.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), peer)
			.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		return peer;
	}

	void send(String text) throws Exception {
		this.socket.sendText(text, true).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
	}

	void close(int code) throws Exception {
		this.socket.sendClose(code, "").get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
	}

	void receives(String text) {
		await().atMost(DEADLINE).untilAsserted(() -> assertThat(this.messages).contains(text));
	}

	void receivesStartingWith(String prefix) {
		await().atMost(DEADLINE).until(() -> this.messages.stream().anyMatch((message) -> message.startsWith(prefix)));
	}

	void isClosedWith(int code) {
		await().atMost(DEADLINE).untilAsserted(() -> assertThat(this.closeCode).isEqualTo(code));
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.partial.append(data);
		if (last) {
			this.messages.add(this.partial.toString());
			this.partial.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.closeCode = statusCode;
		return null;
	}

}
