package io.wsboot.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.Failures.failure;
import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Many sessions on few threads, clients that share their loops, and how a client's
 * sessions end.
 */
class ClientSessionsTests {

	private final Recorder recorder = new Recorder();

	private TestServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private WsSession open(WsClient client) throws Exception {
		return client.connect(this.server.uri(), this.recorder).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void aThousandSessionsNeedNoMoreThreadsThanLoops(int loops) throws Exception {
		try (WsClient client = WsClient.builder()
			.options(TransportOptions.CLIENT_DEFAULTS.withEventLoops(loops))
			.threadNamePrefix("thousand")
			.build()) {
			List<CompletableFuture<WsSession>> opening = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				opening.add(client.connect(this.server.uri(), this.recorder).toCompletableFuture());
			}
			for (CompletableFuture<WsSession> one : opening) {
				one.get(30, TimeUnit.SECONDS).offerText("hello");
			}
			for (int i = 0; i < 2000; i++) {
				assertThat(this.recorder.next()).isIn("open", "text hello");
			}
			assertThat(client.sessions().size()).isEqualTo(1000);
			assertThat(Threads.named("thousand-")).hasSize(loops);
			// a second would not do on a busy machine
			client.close(Duration.ofMinutes(1));
		}
		for (int i = 0; i < 1000; i++) {
			this.recorder.expect("close 1001");
		}
		assertThat(this.recorder.rest()).isEmpty();
		eventually().untilAsserted(() -> assertThat(Threads.named("thousand-")).isEmpty());
	}

	@Test
	void clientsThatShareLoopsNeedNoThreadsOfTheirOwn() throws Exception {
		try (WsLoops loops = new WsLoops(2, "together")) {
			List<WsClient> clients = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				clients.add(WsClient.builder().loops(loops).threadNamePrefix("alone").build());
				open(clients.get(i)).offerText("hello");
				this.recorder.expect("open", "text hello");
			}
			assertThat(Threads.named("together-")).hasSize(2);
			assertThat(Threads.named("alone-")).isEmpty();
		}
	}

	@Test
	void eachOfThoseClientsHasSessionsOfItsOwn() throws Exception {
		Recorder others = new Recorder();
		try (WsLoops loops = new WsLoops(1, "together");
				WsClient one = WsClient.builder().loops(loops).build();
				WsClient other = WsClient.builder().loops(loops).build()) {
			WsSession mine = open(one);
			other.connect(this.server.uri(), others).toCompletableFuture().get(10, TimeUnit.SECONDS);
			others.expect("open");
			List<WsSession> found = new ArrayList<>();
			one.sessions().forEach(found::add).toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(found).containsExactly(mine);
			one.sessions().broadcast(PreparedMessage.text("to mine"));
			this.recorder.expect("open", "text to mine");
			one.close();
			this.recorder.expect("close 1001");
			other.sessions().broadcast(PreparedMessage.text("still there"));
			others.expect("text still there");
			assertThat(failure(one.connect(this.server.uri(), this.recorder))).hasMessage("The client is closed");
		}
		others.expect("close 1001");
	}

	@Test
	void closingTheSharedLoopsClosesTheirClients() throws Exception {
		WsLoops loops = new WsLoops(1, "together");
		WsClient client = WsClient.builder().loops(loops).build();
		open(client);
		loops.close();
		this.recorder.expect("open", "close 1001");
		eventually().untilAsserted(() -> assertThat(Threads.named("together-")).isEmpty());
		failure(client.connect(this.server.uri(), this.recorder));
		assertThatIllegalStateException().isThrownBy(() -> WsClient.builder().loops(loops).build())
			.withMessageContaining("closed");
		loops.close();
		client.close();
	}

	@Test
	void sharedLoopsMayBeClosedWithinACallback() throws Exception {
		WsLoops loops = new WsLoops(1, "together");
		WsClient client = WsClient.builder().loops(loops).build();
		client.connect(this.server.uri(), new Recorder() {
			@Override
			public void onOpen(WsSession session) {
				loops.close();
			}

			@Override
			public void onClose(WsSession session, CloseStatus status) throws Exception {
				ClientSessionsTests.this.recorder.onClose(session, status);
			}
		});
		this.recorder.expect("close 1001");
		eventually().untilAsserted(() -> assertThat(Threads.named("together-")).isEmpty());
	}

	@Test
	void thereMustBeALoop() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WsLoops(0, "none"))
			.withMessageContaining("eventLoops must be 1 or more");
	}

	@Test
	void callbacksRunOnTheClientsExecutorUnlessTheRequestBringsOne() throws Exception {
		ExecutorService clients = Executors.newSingleThreadExecutor((task) -> new Thread(task, "of the client"));
		ExecutorService requests = Executors.newSingleThreadExecutor((task) -> new Thread(task, "of the request"));
		WsHandler handler = new WsHandler() {
			@Override
			public void onOpen(WsSession session) throws Exception {
				ClientSessionsTests.this.recorder.onText(session, Thread.currentThread().getName());
			}
		};
		try (WsClient client = WsClient.builder().executor(clients).build()) {
			WsClient.Request request = WsClient.Request.of(this.server.uri(), handler);
			client.connect(request);
			this.recorder.expect("text of the client");
			client.connect(request.withExecutor(requests));
			this.recorder.expect("text of the request");
		}
		finally {
			clients.shutdown();
			requests.shutdown();
		}
	}

	@Test
	void aListenerHearsOfConnectionsSessionsMessagesAndRefusals() throws Exception {
		TestServer.Counts counts = new TestServer.Counts();
		try (WsClient client = WsClient.builder().listener(counts).build(); RawServer refusing = new RawServer()) {
			open(client).sendText("hello");
			this.recorder.expect("open", "text hello");
			var refused = client.connect(refusing.uri(), this.recorder);
			try (RawPeer peer = refusing.accept()) {
				peer.readHead();
				peer.send("HTTP/1.1 503 No\r\n\r\n");
				failure(refused, HandshakeException.class);
			}
			assertThat(counts.sessionsOpened).hasValue(1);
			assertThat(counts.received).hasValue(1);
			assertThat(counts.sent).hasValue(1);
			assertThat(counts.handshakesRefused).hasValue(1);
			assertThat(counts.opened).hasValue(2);
			failure(client.connect(this.server.secureUri(), this.recorder));
			eventually().untilAsserted(() -> assertThat(counts.tlsHandshakesFailed).hasValue(1));
			assertThat(counts.tlsFailures).containsExactly(TlsHandshakeFailure.NOT_TLS);
		}
		assertThat(counts.sessionsClosed).hasValue(1);
		eventually().untilAsserted(() -> assertThat(counts.closed).hasValue(3));
	}

	@Test
	void clientsTakeMoreFragmentsThanServersAndSendPings() {
		TransportOptions options = WsClient.builder().options();
		assertThat(options.limits().maxFragments()).isEqualTo(16_384);
		assertThat(options.limits().maxMessageSize()).isEqualTo(TransportOptions.DEFAULTS.limits().maxMessageSize());
		assertThat(options.heartbeat()).isEqualTo(TransportOptions.HeartbeatPolicy.DEFAULTS);
		assertThat(options.eventLoops()).isEqualTo(1);
	}

	@Test
	void theEndSaysWhoClosed() throws Exception {
		try (WsClient client = WsClient.builder().build(); RawServer raw = new RawServer()) {
			WsSession ours = open(client);
			assertThat(ours.isClosedLocally()).isFalse();
			ours.close();
			this.recorder.expect("open", "close 1000");
			assertThat(ours.isClosedLocally()).isTrue();
			for (String way : new String[] { "close", "reset", "violation" }) {
				CompletableFuture<WsSession> opened = client.connect(raw.uri(), this.recorder).toCompletableFuture();
				try (RawPeer peer = raw.open()) {
					WsSession session = opened.get(10, TimeUnit.SECONDS);
					switch (way) {
						case "close" -> {
							peer.sendClose(1000);
							peer.expectClose(1000, "");
							peer.halfClose();
						}
						case "reset" -> peer.reset();
						default -> {
							peer.sendHex("83 00");
							peer.expectClose(1002, "reserved-opcode");
							peer.halfClose();
						}
					}
					this.recorder.expect("open", way.equals("close") ? "close 1000"
							: way.equals("reset") ? "close 1006" : "close 1002 reserved-opcode");
					assertThat(session.isClosedLocally()).as(way).isEqualTo(way.equals("violation"));
				}
			}
		}
	}

	@Test
	void aRefusalSaysWhenToComeBack() throws Exception {
		UpgradeDecision busy = new UpgradeDecision.Refuse(503, "Busy.",
				HttpFields.builder().add("Retry-After", "7").build());
		try (TestServer refusing = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(busy)); WsClient client = WsClient.builder().build()) {
			HandshakeException refusal = failure(client.connect(refusing.uri(), this.recorder),
					HandshakeException.class);
			assertThat(refusal.status()).isEqualTo(503);
			assertThat(refusal.fields().all("Retry-After")).containsExactly("7");
		}
	}

	@Test
	void aServerThatDoesNotAnswerTheGoodbyeIsNotWaitedForLong() throws Exception {
		try (RawServer raw = new RawServer()) {
			WsClient client = WsClient.builder().build();
			CompletableFuture<WsSession> opened = client.connect(raw.uri(), this.recorder).toCompletableFuture();
			try (RawPeer peer = raw.open()) {
				opened.get(10, TimeUnit.SECONDS);
				client.close(Duration.ofMillis(50));
				peer.expectClose(1001, "going-away");
				peer.readToTheEnd();
			}
			this.recorder.expect("open", "close 1006");
		}
	}

}
