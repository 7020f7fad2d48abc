package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * The end of a server: whoever is connected hears of it, whatever it was doing.
 */
@Timeout(120)
class StopTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	private CompletableFuture<Void> close(TestServer server, Duration grace) {
		return CompletableFuture.runAsync(() -> server.server().close(grace), this.executor);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aSessionIsClosedWith1001AndItsAnswerAwaited(boolean loop) throws Exception {
		Recorder recorder = new Recorder();
		TestServer server = TestServer.start(TestServer.OPTIONS, recorder, loop ? null : this.executor);
		try (RawPeer peer = RawPeer.open(server.port())) {
			CompletableFuture<Void> closed = close(server, LONG);
			peer.expectSentAway("going-away");
			assertThat(closed).isNotDone();
			peer.sendClose(1001);
			peer.expectEnd();
		}
		recorder.expect("open", "close 1001");
		eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
	}

	@Test
	void closeWithoutAWordHasAGraceOfItsOwn() throws Exception {
		Recorder recorder = new Recorder();
		TestServer server = TestServer.start(TestServer.OPTIONS, recorder, null);
		try (RawPeer peer = RawPeer.open(server.port())) {
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server.server()::close, this.executor);
			peer.expectSentAway("going-away");
			closed.get(10, TimeUnit.SECONDS);
			peer.expectEnd();
		}
		recorder.expect("open", "close 1006");
	}

	@Test
	void withoutAGraceTheCloseIsStillSent() throws Exception {
		Recorder recorder = new Recorder();
		TestServer server = TestServer.start(TestServer.OPTIONS, recorder, null);
		try (RawPeer peer = RawPeer.open(server.port())) {
			server.server().close(Duration.ZERO);
			peer.expectSentAway("going-away");
			peer.expectEnd();
		}
		recorder.expect("open", "close 1006");
	}

	@Test
	void aGraceThatIsNegativeIsRefusedAndTheServerGoesOn() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null)) {
			assertThatIllegalArgumentException().isThrownBy(() -> server.server().close(Duration.ofMillis(-1)))
				.withMessageStartingWith("grace period must not be negative");
			try (RawPeer peer = RawPeer.open(server.port())) {
				peer.sendText("here");
				peer.expectText("here");
			}
		}
	}

	@Test
	void aRequestThatHasBegunIsAnswered503() throws Exception {
		TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null);
		try (RawPeer peer = RawPeer.connect(server.port())) {
			peer.send("GET / HT");
			eventually().untilAsserted(() -> assertThat(server.counts().opened).hasValue(1));
			// behind what was sent before
			RawPeer.open(server.port()).close();
			CompletableFuture<Void> closed = close(server, LONG);
			RawPeer.Head answer = peer.expectRefusal();
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.fields()).containsKey("retry-after");
			peer.close();
			closed.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void anUpgradeThatIsBeingDecidedIsAnswered503() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
		TestServer server = TestServer.start(TestServer.OPTIONS, (request) -> {
			asked.countDown();
			return decision;
		});
		Recorder recorder = new Recorder();
		try (RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.UPGRADE);
			assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> closed = close(server, LONG);
			assertThat(peer.expectRefusal().status()).isEqualTo(503);
			peer.close();
			decision.complete(UpgradeDecision.accept(recorder));
			closed.get(10, TimeUnit.SECONDS);
		}
		assertThat(recorder.rest()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nobodyWaitsForAConnectionThatHasSaidNothing(boolean encrypted) throws Exception {
		ServerTls tls = encrypted ? ServerTls.of(Certificates.server("server")) : null;
		TestServer server = TestServer.start(TestServer.OPTIONS, (request) -> new CompletableFuture<>(), tls);
		try (RawPeer peer = RawPeer.connect(server.port())) {
			eventually().untilAsserted(() -> assertThat(server.counts().opened).hasValue(1));
			close(server, LONG).get(10, TimeUnit.SECONDS);
			peer.expectEnd();
		}
	}

	@Test
	void whoDoesNotEndTheTlsHandshakeIsCutOff() throws Exception {
		TestServer server = TestServer.start(TestServer.OPTIONS, (request) -> new CompletableFuture<>(),
				ServerTls.of(Certificates.server("server")));
		try (RawPeer peer = RawPeer.connect(server.port())) {
			peer.sendHex("16 0301 0200 01");
			eventually().untilAsserted(() -> assertThat(server.tls().inProgress()).isEqualTo(1));
			close(server, Duration.ofMillis(50)).get(10, TimeUnit.SECONDS);
			peer.readToTheEnd();
			assertThat(server.tls().inProgress()).isZero();
		}
	}

	@Test
	void whoWaitsToBeAcceptedIsLetIn() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(1), new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				ClosingTests.awaitQuietly(go);
			}
		}, null);
		List<RawPeer> late = new ArrayList<>();
		try (RawPeer busy = RawPeer.open(server.port())) {
			// the only loop accepts nobody meanwhile
			busy.sendText("wait");
			for (int i = 0; i < 5; i++) {
				late.add(RawPeer.connect(server.port()));
				late.get(i).send(RawPeer.UPGRADE);
			}
			CompletableFuture<Void> closed = close(server, LONG);
			go.countDown();
			for (RawPeer peer : late) {
				assertThat(peer.readHead().status()).isIn(101, 503);
				peer.close();
			}
			busy.expectSentAway("going-away");
			busy.sendClose(1001);
			busy.expectEnd();
			busy.close();
			closed.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void thePortCanBeBoundAgainAtOnceUnderLoad() throws Exception {
		InetSocketAddress address = OwnPort.find();
		TestServer first = TestServer.start(ListenOptions.at(address), TestServer.OPTIONS, new TestServer.Echo());
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger echoes = new AtomicInteger();
		List<CompletableFuture<?>> load = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			load.add(CompletableFuture.runAsync(() -> talkUntil(over, address.getPort(), echoes), this.executor));
		}
		WsServer server = first.server();
		for (int i = 0; i < 10; i++) {
			int before = echoes.get();
			eventually().untilAsserted(() -> assertThat(echoes.get()).isGreaterThan(before + 10));
			server.close(Duration.ofMillis(20));
			server = WsServer.builder()
				.address(address)
				.options(TestServer.OPTIONS)
				.upgradeHandler(
						(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo())))
				.build();
			server.start();
		}
		over.set(true);
		for (CompletableFuture<?> thread : load) {
			thread.get(20, TimeUnit.SECONDS);
		}
		server.close(Duration.ZERO);
	}

	/** Whoever is cut off comes again. */
	private static void talkUntil(AtomicBoolean over, int port, AtomicInteger echoes) {
		while (!over.get()) {
			try (RawPeer peer = RawPeer.open(port)) {
				for (int i = 0; i < 5; i++) {
					peer.sendText("x");
					peer.expectText("x");
					echoes.incrementAndGet();
				}
			}
			catch (IOException | AssertionError ex) {
				// the server is being replaced
			}
		}
	}

	@Test
	void socketsThatAreGoneBeforeTheyAreAcceptedCostNothing() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withMaxConnections(2), new TestServer.Echo(),
				null)) {
			for (int i = 0; i < 200; i++) {
				try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
					socket.setSoLinger(true, 0);
				}
			}
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(server.counts().opened.get()));
			eventually().ignoreExceptions().untilAsserted(() -> {
				try (RawPeer peer = RawPeer.open(server.port())) {
					peer.sendText("still here");
					peer.expectText("still here");
				}
			});
		}
	}

	@Test
	void theClosesOfADrainHaveAMomentOfTheirOwnInTheirPartOfTheWindow() {
		long window = TimeUnit.SECONDS.toNanos(10);
		long[] moments = Departures.moments(100, window, RandomGenerator.of("L64X128MixRandom"));
		for (int i = 0; i < 100; i++) {
			assertThat(moments[i]).isBetween(window / 100 * i, window / 100 * (i + 1));
		}
		assertThat(moments).isNotEqualTo(Departures.moments(100, window, RandomGenerator.of("L64X128MixRandom")));
		assertThat(Departures.moments(1000, Duration.ofDays(3650).toNanos(), RandomGenerator.getDefault())[999])
			.isCloseTo(Duration.ofDays(3650).toNanos(), within(Duration.ofDays(4).toNanos()));
		assertThat(Departures.moments(3, 0, RandomGenerator.getDefault())).containsOnly(0);
		assertThat(Departures.moments(0, window, RandomGenerator.getDefault())).isEmpty();
	}

	@Test
	void anUnboundPortIsFreeWhileSessionsSayGoodbye() throws Exception {
		SocketAddress address = OwnPort.find();
		TestServer server = TestServer.start(ListenOptions.at(address), TestServer.OPTIONS, new Recorder());
		try (RawPeer peer = RawPeer.open(server.port())) {
			CompletableFuture<Void> closed = close(server, LONG);
			peer.expectSentAway("going-away");
			try (WsServer next = WsServer.builder()
				.address(address)
				.upgradeHandler((request) -> new CompletableFuture<>())
				.build()) {
				next.start();
			}
			peer.sendClose(1001);
			peer.close();
			closed.get(10, TimeUnit.SECONDS);
		}
	}

}
