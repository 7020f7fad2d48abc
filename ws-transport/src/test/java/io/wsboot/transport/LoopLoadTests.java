package io.wsboot.transport;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The load is given the time, so every rule is exact; a real loop shows that it is asked
 * for.
 */
class LoopLoadTests {

	private static final long WINDOW = LoopLoad.WINDOW_NANOS;

	/** As odd as {@code System.nanoTime()} may be. */
	private static final long START = Long.MAX_VALUE - WINDOW / 2;

	private final LoopLoad load = new LoopLoad(START);

	@Test
	void aLoopThatHasDoneNothingKeepsNobodyWaiting() {
		assertThat(this.load.lagNanos(START + WINDOW / 2)).isZero();
		this.load.passEnds(START + 1);
		assertThat(this.load.lagNanos(START + WINDOW / 2)).isZero();
	}

	@Test
	void theLongestPassCounts() {
		pass(START, 30);
		pass(START + 100, 70);
		pass(START + 200, 50);
		assertThat(this.load.lagNanos(START + 300)).isEqualTo(70);
	}

	@Test
	void aPassThatGoesOnCountsAsSoonAsItIsTheLongest() {
		pass(START, 30);
		this.load.passBegins(START + 100);
		assertThat(this.load.lagNanos(START + 120)).isEqualTo(30);
		assertThat(this.load.lagNanos(START + 150)).isEqualTo(50);
		this.load.passEnds(START + 160);
		assertThat(this.load.lagNanos(START + 200)).isEqualTo(60);
	}

	@Test
	void aPassIsRememberedForAWholeWindowAndNotLongerThanTwo() {
		pass(START, 30);
		pass(START + WINDOW, 10);
		assertThat(this.load.lagNanos(START + WINDOW + 20)).isEqualTo(30);
		assertThat(this.load.lagNanos(START + 2 * WINDOW)).isEqualTo(30);
		pass(START + 2 * WINDOW + 10, 5);
		assertThat(this.load.lagNanos(START + 2 * WINDOW + 20)).isEqualTo(10);
	}

	@Test
	void aLoopThatSleepsIsForgotten() {
		pass(START, 30);
		assertThat(this.load.lagNanos(START + WINDOW - 1)).isEqualTo(30);
		assertThat(this.load.lagNanos(START + 2 * WINDOW - 1)).isEqualTo(30);
		assertThat(this.load.lagNanos(START + 2 * WINDOW)).isZero();
		pass(START + 3 * WINDOW, 10);
		assertThat(this.load.lagNanos(START + 3 * WINDOW + 20)).isEqualTo(10);
	}

	@Test
	void theListenerOfTheLoopsLearnsHowBusyEachOfThemIs() throws Exception {
		Map<Integer, LoopLoad> loads = new ConcurrentHashMap<>();
		CountDownLatch held = new CountDownLatch(1);
		WsHandler holding = new WsHandler() {

			@Override
			public void onText(WsSession session, String text) throws Exception {
				held.await(30, TimeUnit.SECONDS);
			}

		};
		try (WsServer server = WsServer.builder().options(TestServer.OPTIONS).listener(new TransportListener() {

			@Override
			public void loopOpened(int loop, LoopLoad load) {
				loads.put(loop, load);
			}

		}).upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(holding))).build()) {
			assertThat(loads).containsOnlyKeys(0, 1);
			server.start();
			try (RawPeer peer = RawPeer.open(server.port())) {
				TestServer.eventually().untilAsserted(() -> assertThat(sessions(loads)).isEqualTo(1));
				peer.sendText("hold");
				TestServer.eventually().untilAsserted(() -> assertThat(lag(loads)).isGreaterThan(50_000_000));
				held.countDown();
				long lasted = lag(loads);
				peer.sendClose(1000);
				peer.expectClose(1000, "");
				TestServer.eventually().untilAsserted(() -> assertThat(sessions(loads)).isZero());
				assertThat(lag(loads)).as("what has passed is remembered").isGreaterThanOrEqualTo(lasted);
			}
		}
	}

	private static int sessions(Map<Integer, LoopLoad> loads) {
		return loads.values().stream().mapToInt(LoopLoad::sessions).sum();
	}

	private static long lag(Map<Integer, LoopLoad> loads) {
		return loads.values().stream().mapToLong(LoopLoad::lagNanos).max().orElseThrow();
	}

	private void pass(long begin, long nanos) {
		this.load.passBegins(begin);
		this.load.passEnds(begin + nanos);
	}

}
