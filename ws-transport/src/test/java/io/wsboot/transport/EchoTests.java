package io.wsboot.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The whole way of a message, against the JDK's own client and against ours.
 */
class EchoTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final List<CloseStatus> closes = new ArrayList<>();

	private WsServer onLoop;

	private WsServer onExecutor;

	@BeforeEach
	void start() throws Exception {
		this.onLoop = server(null);
		this.onExecutor = server(this.executor);
	}

	@AfterEach
	void stop() {
		this.onLoop.close();
		this.onExecutor.close();
		this.executor.shutdown();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void textAndBinaryOfEverySizeComeBackToTheJdksClient(boolean loop) throws Exception {
		Received received = new Received();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + port(loop) + "/"), received)
			.get(10, TimeUnit.SECONDS);
		for (int size : new int[] { 0, 1, 125, 126, 65535, 65536, 300_000 }) {
			String text = "é".repeat(size / 2) + "x".repeat(size % 2);
			socket.sendText(text, true).get(10, TimeUnit.SECONDS);
			assertThat(received.texts.poll(10, TimeUnit.SECONDS)).isEqualTo(text);
			socket.sendBinary(ByteBuffer.allocate(size), true).get(10, TimeUnit.SECONDS);
			assertThat(received.binaries.poll(10, TimeUnit.SECONDS)).isEqualTo(size);
		}
		socket.sendClose(1000, "bye").get(10, TimeUnit.SECONDS);
		assertThat(received.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.closes).containsExactly(new CloseStatus(1000, "bye")));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void manyMessagesInFlightComeBackInOrder(boolean loop) throws Exception {
		LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
		CompletableFuture<CloseStatus> closed = new CompletableFuture<>();
		try (WsClient client = new WsClient(TransportOptions.DEFAULTS.withEventLoops(1))) {
			WsSession session = client.connect("ws://127.0.0.1:" + port(loop) + "/", new WsHandler() {
				@Override
				public void onText(WsSession opened, String text) {
					texts.add(text);
				}

				@Override
				public void onClose(WsSession opened, CloseStatus status) {
					closed.complete(status);
				}
			}).toCompletableFuture().get(10, TimeUnit.SECONDS);
			for (int i = 0; i < 20_000; i++) {
				session.sendText("message " + i).toCompletableFuture().get(10, TimeUnit.SECONDS);
			}
			for (int i = 0; i < 20_000; i++) {
				assertThat(texts.poll(10, TimeUnit.SECONDS)).isEqualTo("message " + i);
			}
			session.close();
			assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseStatus.NORMAL);
		}
	}

	@Test
	void topicsReachEveryMember() throws Exception {
		assertThat(this.onLoop.sessions().size()).isZero();
	}

	private int port(boolean loop) {
		return (loop ? this.onLoop : this.onExecutor).localAddress().getPort();
	}

	private WsServer server(Executor callbacks) throws Exception {
		WsHandler echo = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.offerText(text);
			}

			@Override
			public void onBinary(WsSession session, ByteBuffer data) {
				session.offerBinary(data);
			}

			@Override
			public void onClose(WsSession session, CloseStatus status) {
				EchoTests.this.closes.add(status);
			}
		};
		WsServer server = WsServer.builder()
			.address(new java.net.InetSocketAddress("127.0.0.1", 0))
			.upgradeHandler(
					(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(echo).withExecutor(callbacks)))
			.build();
		server.start();
		return server;
	}

	private static final class Received implements WebSocket.Listener {

		private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();

		private final LinkedBlockingQueue<Integer> binaries = new LinkedBlockingQueue<>();

		private final CompletableFuture<Integer> closed = new CompletableFuture<>();

		private final StringBuilder text = new StringBuilder();

		private int binary;

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				this.texts.add(this.text.toString());
				this.text.setLength(0);
			}
			socket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
			this.binary += data.remaining();
			if (last) {
				this.binaries.add(this.binary);
				this.binary = 0;
			}
			socket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
			this.closed.complete(statusCode);
			return null;
		}

	}

}
