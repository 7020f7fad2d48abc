package io.wsboot.transport;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A server from start to close: who is let in, and how all are sent away.
 */
class ServerTests {

	private static final Duration GRACE = Duration.ofSeconds(10);

	private static final Duration BUSY_WINDOW = Duration.ofMillis(400);

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final List<RawPeer> peers = new ArrayList<>();

	@AfterEach
	void stop() throws Exception {
		for (RawPeer peer : this.peers) {
			peer.close();
		}
		this.executor.shutdown();
	}

	private List<RawPeer> open(TestServer server, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			this.peers.add(RawPeer.open(server.port()));
		}
		eventually().untilAsserted(() -> assertThat(server.server().sessions().size()).isEqualTo(this.peers.size()));
		return this.peers;
	}

	@Test
	void aServerIsStartedOnce() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null)) {
			assertThatIllegalStateException().isThrownBy(server.server()::start);
			server.close();
			assertThatIllegalStateException().isThrownBy(server.server()::start);
		}
	}

	@Test
	void aServerThatWasNotStartedHasNoAddressAndCloses() throws Exception {
		WsServer server = WsServer.builder().upgradeHandler((request) -> new CompletableFuture<>()).build();
		assertThatIllegalStateException().isThrownBy(server::localAddress);
		server.close();
		assertThatIllegalStateException().isThrownBy(server::start);
	}

	@Test
	void aServerNeedsAnUpgradeHandler() {
		assertThatIllegalStateException().isThrownBy(() -> WsServer.builder().build());
	}

	@Test
	void aPortThatIsTakenIsNamed() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null);
				WsServer second = WsServer.builder()
					.address(server.server().localAddress())
					.upgradeHandler((request) -> new CompletableFuture<>())
					.build()) {
			assertThatExceptionOfType(BindException.class).isThrownBy(second::start)
				.withMessageContaining(Integer.toString(server.port()));
		}
	}

	@Test
	void aBuilderTellsWhatItWasTold() throws Exception {
		Topics topics = new Topics();
		WsServer.Builder builder = WsServer.builder()
			.address(new InetSocketAddress("127.0.0.1", 0))
			.options(TestServer.OPTIONS)
			.topics(topics)
			.threadNamePrefix("named-loop")
			.upgradeHandler((request) -> new CompletableFuture<>());
		assertThat(builder.address()).isEqualTo(new InetSocketAddress("127.0.0.1", 0));
		assertThat(builder.options()).isEqualTo(TestServer.OPTIONS);
		try (WsServer server = builder.build()) {
			builder.topics(new Topics());
			assertThat(server.topics()).isSameAs(topics);
			server.start();
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.contains("named-loop-0", "named-loop-1");
		}
	}

	@Test
	void moreConnectionsThanAllowedAreAnswered503UntilOneLeaves() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withMaxConnections(2), new Recorder(), null)) {
			RawPeer first = open(server, 2).get(0);
			try (RawPeer third = RawPeer.connect(server.port())) {
				third.send(RawPeer.UPGRADE);
				RawPeer.Head answer = third.expectRefusal();
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.fields()).containsKey("retry-after");
			}
			assertThat(server.counts().refused).hasValue(1);
			first.close();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			try (RawPeer next = RawPeer.open(server.port())) {
				next.sendClose(1000);
				next.expectClose(1000, "");
			}
		}
	}

	@Test
	void everyWayOutGivesItsPlaceBack() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withMaxConnections(8), new Recorder(), null)) {
			for (int i = 0; i < 100; i++) {
				int opened = i;
				eventually().untilAsserted(() -> assertThat(opened - server.counts().closed.get()).isLessThan(8));
				RawPeer peer = RawPeer.connect(server.port());
				switch (i % 5) {
					case 0 -> peer.send("nonsense\r\n\r\n");
					case 1 -> peer.send(RawPeer.UPGRADE);
					case 2 -> peer.send(RawPeer.UPGRADE + "\u0081\u0005hello");
					case 3 -> peer.send("GET / HT");
					default -> peer.send("");
				}
				if (i % 2 == 0) {
					peer.close();
				}
				else {
					peer.reset();
				}
			}
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(100));
			assertThat(server.counts().refused).hasValue(0);
			assertThat(server.counts().opened).hasValue(100);
			assertThat(server.counts().sessionsClosed).hasValue(server.counts().sessionsOpened.get());
			assertThat(server.server().sessions().size()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 150 })
	void aDrainSendsEverybodyAwayWith1001(int window) throws Exception {
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(TestServer.OPTIONS, recorder, this.executor)) {
			open(server, 20);
			CompletableFuture<Void> drained = server.server()
				.drain(Duration.ofMillis(window), GRACE)
				.toCompletableFuture();
			for (RawPeer peer : this.peers) {
				assertThat(drained).isNotDone();
				peer.expectSentAway("going-away");
				peer.sendClose(1001);
				peer.expectEnd();
			}
			drained.get(10, TimeUnit.SECONDS);
			assertThat(server.server().sessions().size()).isZero();
			assertThat(server.counts().closedLocally).hasValue(20);
		}
	}

	@Test
	void aDrainRefusesNewcomersWith503() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null)) {
			open(server, 1);
			server.server().drain(Duration.ZERO, GRACE);
			try (RawPeer late = RawPeer.connect(server.port())) {
				late.send(RawPeer.UPGRADE);
				RawPeer.Head answer = late.expectRefusal();
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.fields()).containsKey("retry-after");
			}
		}
	}

	@Test
	void aDrainRefusesThoseWhoseUpgradeIsStillBeingDecided() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(TestServer.OPTIONS, (request) -> {
			asked.countDown();
			return decision;
		}); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.UPGRADE);
			assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
			server.server().drain(Duration.ZERO, GRACE).toCompletableFuture().get(10, TimeUnit.SECONDS);
			decision.complete(UpgradeDecision.accept(recorder));
			assertThat(peer.expectRefusal().status()).isEqualTo(503);
			assertThat(recorder.rest()).isEmpty();
		}
	}

	@Test
	void aDrainIsNotDoneBeforeEveryLoopIs() throws Exception {
		for (int i = 0; i < 40; i++) {
			try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(2), new Recorder(), null);
					RawPeer first = RawPeer.open(server.port());
					RawPeer second = RawPeer.open(server.port())) {
				first.sendClose(1000);
				first.expectClose(1000, "");
				first.expectEnd();
				eventually().untilAsserted(() -> assertThat(server.server().sessions().size()).isEqualTo(1));
				CompletableFuture<Void> drained = server.server().drain(Duration.ZERO, GRACE).toCompletableFuture();
				second.expectSentAway("going-away");
				assertThat(drained).isNotDone();
				second.sendClose(1001);
				drained.get(10, TimeUnit.SECONDS);
			}
		}
	}

	@Test
	void aDrainDoesNotWaitLongerThanTheGrace() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null)) {
			open(server, 3);
			server.server()
				.drain(Duration.ofMillis(50), Duration.ofMillis(100))
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			assertThat(server.server().sessions().size()).isEqualTo(3);
		}
	}

	@Test
	void aDrainIsSpreadOverItsWindow() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(1), new Recorder(), null)) {
			open(server, 10);
			server.server().drain(Duration.ofMinutes(10), GRACE);
			AtomicInteger open = new AtomicInteger();
			// behind the task of the drain
			server.server().sessions().forEach((session) -> {
				if (session.isOpen()) {
					open.incrementAndGet();
				}
			}).toCompletableFuture().get(10, TimeUnit.SECONDS);
			// nobody yet, or the first
			assertThat(open.get()).isBetween(9, 10);
		}
	}

	@Test
	void aDrainIsDoneWhenTheServerIsClosed() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null)) {
			open(server, 3);
			CompletableFuture<Void> drained = server.server()
				.drain(Duration.ofMinutes(1), Duration.ofMinutes(1))
				.toCompletableFuture();
			assertThat(drained).isNotDone();
			server.close();
			drained.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void aDrainOfNobodyIsDoneAtOnceAndAfterTheEndToo() throws Exception {
		TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null);
		server.server().drain(GRACE, GRACE).toCompletableFuture().get(10, TimeUnit.SECONDS);
		server.close();
		server.server().drain(GRACE, GRACE).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void closeTellsEveryHandlerBeforeItReturns(boolean loop) throws Exception {
		AtomicInteger closed = new AtomicInteger();
		WsHandler handler = new WsHandler() {
			@Override
			public void onClose(WsSession session, CloseStatus status) {
				Thread.yield();
				assertThat(status).isEqualTo(CloseStatus.ABNORMAL);
				closed.incrementAndGet();
			}
		};
		TestServer server = TestServer.start(TestServer.OPTIONS, handler, loop ? null : this.executor);
		open(server, 50);
		server.close();
		assertThat(closed).hasValue(50);
		assertThat(server.server().sessions().size()).isZero();
		for (RawPeer peer : this.peers) {
			peer.readToTheEnd();
		}
		server.close();
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> thread.getName().startsWith("ws-loop"))
			.isEmpty();
	}

	@Test
	void closeTellsHandlersWhoseExecutorIsFullForAMoment() throws Exception {
		AtomicInteger rejections = new AtomicInteger();
		Recorder recorder = new Recorder();
		Executor moody = (task) -> {
			if (rejections.getAndDecrement() > 0) {
				throw new RejectedExecutionException("full");
			}
			this.executor.execute(task);
		};
		TestServer server = TestServer.start(TestServer.OPTIONS, recorder, moody);
		open(server, 1);
		recorder.expect("open");
		rejections.set(3);
		server.close();
		assertThat(recorder.rest()).containsExactly("close 1006");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aHandlerMayCloseTheServer(boolean loop) throws Exception {
		CompletableFuture<TestServer> self = new CompletableFuture<>();
		Recorder recorder = new Recorder() {
			@Override
			public void onText(WsSession session, String text) throws Exception {
				self.get(10, TimeUnit.SECONDS).close();
				super.onText(session, text);
			}
		};
		TestServer server = TestServer.start(TestServer.OPTIONS, recorder, loop ? null : this.executor);
		self.complete(server);
		open(server, 1).get(0).sendText("close");
		this.peers.get(0).readToTheEnd();
		recorder.expect("open", "text close", "close 1006");
	}

	@Test
	void nothingKeepsALoopBusyThatOnlyWaits() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		WsHandler stuck = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				ClosingTests.awaitQuietly(go);
			}
		};
		try (TestServer server = TestServer
			.start(TestServer.OPTIONS, (request) -> request.path().equals("/never") ? new CompletableFuture<>()
					: CompletableFuture.completedStage(UpgradeDecision.accept(stuck).withExecutor(this.executor)))) {
			RawPeer halfClosed = open(server, 1).get(0);
			halfClosed.sendText("x");
			halfClosed.halfClose();
			RawPeer undecided = RawPeer.connect(server.port());
			undecided.send(RawPeer.upgrade("/never"));
			undecided.halfClose();
			RawPeer undecidedAndGone = RawPeer.connect(server.port());
			undecidedAndGone.send(RawPeer.upgrade("/never"));
			RawPeer unread = RawPeer.openNarrow(server.port(), "/");
			this.peers.addAll(List.of(undecided, undecidedAndGone, unread));
			server.server().sessions().broadcast(PreparedMessage.binary(ByteBuffer.allocate(900_000)));
			eventually().untilAsserted(() -> assertThat(server.counts().sent).hasPositiveValue());
			undecidedAndGone.reset();
			long busy = busyNanos();
			go.countDown();
			assertThat(busy).isLessThan(BUSY_WINDOW.toNanos() / 8);
		}
	}

	/** How long the loops were busy in a moment in which they had nothing to do. */
	private static long busyNanos() throws Exception {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		List<Long> loops = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("ws-loop"))
			.map(Thread::getId)
			.toList();
		assertThat(loops).hasSize(2);
		long before = loops.stream().mapToLong(threads::getThreadCpuTime).sum();
		new CompletableFuture<>().completeOnTimeout(null, BUSY_WINDOW.toMillis(), TimeUnit.MILLISECONDS).get();
		return loops.stream().mapToLong(threads::getThreadCpuTime).sum() - before;
	}

	@Test
	void everySessionIsVisited() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null)) {
			open(server, 10);
			AtomicInteger visited = new AtomicInteger();
			server.server()
				.sessions()
				.forEach((session) -> visited.incrementAndGet())
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			assertThat(visited).hasValue(10);
		}
	}

	@Test
	void whatMayNotBeSentIsRefused() throws Exception {
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(TestServer.OPTIONS, recorder, null)) {
			open(server, 1);
			WsSession session = recorder.session();
			for (int code : new int[] { 1005, 1006, 1010, 1015, 2000 }) {
				assertThatIllegalArgumentException().isThrownBy(() -> session.close(CloseStatus.of(code)));
			}
			assertThatIllegalArgumentException().isThrownBy(() -> session.ping(ByteBuffer.allocate(126)));
			assertThat(session.isOpen()).isTrue();
			assertThat(session.id()).hasSize(32);
			assertThat(session).hasToString("session " + session.id());
			session.attributes().put("key", "value");
			assertThat(session.attributes()).containsEntry("key", "value");
			assertThat(session.peerAddress()).isInstanceOf(InetSocketAddress.class);
		}
	}

}
