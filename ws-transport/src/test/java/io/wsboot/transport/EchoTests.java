package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole way of a message, against the JDK's own client and against ours.
 */
class EchoTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final List<CloseStatus> closes = new CopyOnWriteArrayList<>();

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
		JdkListener received = new JdkListener();
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
		eventually().untilAsserted(() -> assertThat(this.closes).containsExactly(new CloseStatus(1000, "bye")));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void manyMessagesInFlightComeBackInOrder(boolean loop) throws Exception {
		LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
		CompletableFuture<CloseStatus> closed = new CompletableFuture<>();
		try (WsClient client = WsClient.builder().options(TransportOptions.DEFAULTS.withEventLoops(1)).build()) {
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

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void topicsReachEveryMemberInOrderAndNobodyElse(boolean loop) throws Exception {
		WsServer server = loop ? this.onLoop : this.onExecutor;
		Topics topics = server.topics();
		try (WsClient client = WsClient.builder().options(TransportOptions.DEFAULTS.withEventLoops(2)).build()) {
			List<Recorder> members = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				members.add(connected(client, loop));
			}
			Recorder stranger = connected(client, loop);
			eventually().untilAsserted(() -> assertThat(server.sessions().size()).isEqualTo(9));
			for (Recorder member : members) {
				member.session().sendText("join");
				member.expect("text joined");
			}
			assertThat(topics.count("news")).isEqualTo(8);
			assertThat(topics.members("news")).hasSize(8).doesNotHaveDuplicates();
			assertThat(topics.names()).containsExactly("news");
			WsSession except = topics.members("news").get(0);
			for (int i = 0; i < 200; i++) {
				topics.publish("news", PreparedMessage.text("news " + i));
			}
			topics.publish("news", PreparedMessage.text("not for all"), (session) -> session != except);
			topics.publish("news", PreparedMessage.text("done"));
			topics.publish("nobody's", PreparedMessage.text("lost"));
			int received = 0;
			for (Recorder member : members) {
				for (int i = 0; i < 200; i++) {
					member.expect("text news " + i);
				}
				if (member.next().equals("text not for all")) {
					received++;
					member.expect("text done");
				}
			}
			assertThat(received).isEqualTo(7);
			assertThat(stranger.rest()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMemberThatLeavesOrClosesIsNoMember(boolean loop) throws Exception {
		Topics topics = (loop ? this.onLoop : this.onExecutor).topics();
		try (WsClient client = WsClient.builder().options(TransportOptions.DEFAULTS.withEventLoops(1)).build()) {
			Recorder leaver = connected(client, loop);
			Recorder closer = connected(client, loop);
			for (Recorder member : List.of(leaver, closer)) {
				member.session().sendText("join");
				member.expect("text joined");
			}
			WsSession closed = topics.members("news").get(0);
			leaver.session().sendText("leave");
			leaver.expect("text left");
			assertThat(topics.count("news")).isEqualTo(1);
			closer.session().close();
			closer.expect("close 1000");
			eventually().untilAsserted(() -> assertThat(topics.names()).isEmpty());
			assertThat(topics.members("news")).isEmpty();
			topics.publish("news", PreparedMessage.text("too late"));
			leaver.session().sendText("echo");
			leaver.expect("text echo");
			assertThat(closed.topics()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatAHandlerSendsDoesNotOvertakeWhatItPublishedBefore(boolean loop) throws Exception {
		try (WsClient client = WsClient.builder().options(TransportOptions.DEFAULTS.withEventLoops(1)).build()) {
			Recorder member = connected(client, loop);
			member.session().sendText("join");
			member.expect("text joined");
			for (int i = 0; i < 100; i++) {
				member.session().sendText("publish");
			}
			for (int i = 0; i < 100; i++) {
				member.expect("text published", "text sent", "binary 4");
			}
		}
	}

	@Test
	void aBroadcastReachesEverySession() throws Exception {
		try (WsClient client = WsClient.builder().options(TransportOptions.DEFAULTS.withEventLoops(2)).build()) {
			List<Recorder> all = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				all.add(connected(client, true));
			}
			eventually().untilAsserted(() -> assertThat(this.onLoop.sessions().size()).isEqualTo(8));
			this.onLoop.sessions().broadcast(PreparedMessage.text("a".repeat(200_000)));
			for (Recorder member : all) {
				member.expect("text " + "a".repeat(200_000));
			}
		}
	}

	private Recorder connected(WsClient client, boolean loop) throws Exception {
		Recorder recorder = new Recorder();
		client.connect("ws://127.0.0.1:" + port(loop) + "/", recorder).toCompletableFuture().get(10, TimeUnit.SECONDS);
		recorder.expect("open");
		return recorder;
	}

	private int port(boolean loop) {
		return (loop ? this.onLoop : this.onExecutor).port();
	}

	private WsServer server(Executor callbacks) throws Exception {
		Topics topics = new Topics();
		WsHandler echo = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				switch (text) {
					case "join" -> session.offerText(session.join("news") ? "joined" : "");
					case "leave" -> session.offerText(session.leave("news") ? "left" : "");
					case "publish" -> {
						topics.publish("news", PreparedMessage.text("published"));
						session.offerTextBytes(Payloads.utf8("sent"));
						session.offer(PreparedMessage.binary(ByteBuffer.allocate(4)));
					}
					default -> session.offerText(text);
				}
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
			.address(new InetSocketAddress("127.0.0.1", 0))
			.topics(topics)
			.upgradeHandler(
					(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(echo).withExecutor(callbacks)))
			.build();
		server.start();
		return server;
	}

}
