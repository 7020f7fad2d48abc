package io.wsboot.transport;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loops that look again for work before they sleep.
 */
class SpinTests {

	private static final TransportOptions SPINNING = TestServer.OPTIONS.withSpin(Duration.ofMillis(1));

	private static final Duration WINDOW = Duration.ofMillis(400);

	@Test
	void messagesAreAnsweredWhetherTheLoopLooksOrSleeps() throws Exception {
		try (TestServer server = TestServer.start(SPINNING, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 2000; i++) {
				peer.sendText("m" + i);
				peer.expectText("m" + i);
			}
		}
	}

	@Test
	void aTaskOfAnotherThreadIsFoundWithoutAWakeUp() throws Exception {
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(SPINNING, recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			EventLoop loop = ((Session) recorder.session()).loop();
			for (int i = 0; i < 2000; i++) {
				loop.submit(() -> {
				}).get(10, TimeUnit.SECONDS);
			}
		}
	}

	@Test
	void aLoopThatLooksInVainSleeps() throws Exception {
		try (TestServer server = TestServer.start(SPINNING, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("m");
			peer.expectText("m");
			assertThat(busyNanos()).isLessThan(WINDOW.toNanos() / 4);
		}
	}

	@Test
	void aLoopThatLooksAgainEndsWithItsServer() throws Exception {
		for (int i = 0; i < 50; i++) {
			TestServer.start(SPINNING, new TestServer.Echo(), null).close();
			assertThat(Threads.named("ws-loop")).isEmpty();
		}
	}

	/** How long loops were busy in a moment in which nobody had anything to say. */
	private static long busyNanos() throws Exception {
		long before = loopNanos();
		new CompletableFuture<>().completeOnTimeout(null, WINDOW.toMillis(), TimeUnit.MILLISECONDS).get();
		return loopNanos() - before;
	}

	private static long loopNanos() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("ws-loop"))
			.mapToLong((thread) -> threads.getThreadCpuTime(thread.getId()))
			.sum();
	}

}
