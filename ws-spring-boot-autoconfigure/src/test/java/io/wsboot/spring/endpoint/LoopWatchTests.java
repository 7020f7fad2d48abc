package io.wsboot.spring.endpoint;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Methods that hold an event loop for long are told of.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoopWatchTests {

	private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

	private long now = TimeUnit.HOURS.toNanos(-1);

	private final LoopWatch watch = new LoopWatch("/chat", new LoopSampler(), () -> this.now);

	private final LoopCall call = new LoopCall(this.watch, Thread.currentThread());

	@Test
	void aMethodThatTakesLongIsNamedWithItsPlaceOnceAMinute(CapturedOutput output) {
		hold("Chat.line", 99);
		assertThat(output).doesNotContain("has held an event loop");
		hold("Chat.line", 100);
		assertThat(output)
			.containsOnlyOnce("Endpoint /chat: Chat.line has held an event loop for 100 ms, and every"
					+ " session of that loop waits. Make it faster, or give it execution = Execution.EXECUTOR."
					+ " It is here:")
			.contains("\tat " + LoopWatchTests.class.getName() + ".hold(");
		this.now += TimeUnit.SECONDS.toNanos(59);
		hold("Chat.other", 200);
		assertThat(output).doesNotContain("Chat.other");
		this.now += TimeUnit.SECONDS.toNanos(1);
		hold("Chat.other", 200);
		assertThat(output).contains("Chat.other has held an event loop for 200 ms");
	}

	@Test
	void severalShortCallsOfOneMethodAreNotALongOne(CapturedOutput output) {
		for (int i = 0; i < 10; i++) {
			this.call.begins("Chat.line");
			this.call.sample(this.now);
			this.now += 60 * MILLI;
			this.call.sample(this.now);
			this.call.ends();
		}
		assertThat(output).doesNotContain("has held an event loop");
	}

	@Test
	void whatLastsIsToldOfOnce(CapturedOutput output) {
		this.call.begins("Chat.line");
		for (int i = 0; i < 5; i++) {
			this.call.sample(this.now);
			this.now += TimeUnit.HOURS.toNanos(1);
		}
		assertThat(output).containsOnlyOnce("has held an event loop");
	}

	@Test
	void endpointsOnALoopAreWatchedWhileItLives(CapturedOutput output) throws Exception {
		// those of applications that other tests keep
		long others = watchers();
		try (EndpointServer server = new EndpointServer(SlowEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/slow")) {
			SlowEndpoint.goOn = () -> output.getOut().contains("has held an event loop");
			peer.sendText("x").expect("text:x");
			assertThat(watchers()).isGreaterThan(others);
		}
		assertThat(output).contains("Endpoint /slow: LoopWatchTests.SlowEndpoint.text has held an event loop for ")
			.contains(SlowEndpoint.class.getName() + ".text(");
		await().atMost(Duration.ofSeconds(10)).until(() -> watchers() <= others);
	}

	/** One call, seen at its beginning and after a time. */
	private void hold(String method, long millis) {
		this.call.begins(method);
		assertThat(this.call.sample(this.now)).isTrue();
		this.now += millis * MILLI;
		assertThat(this.call.sample(this.now)).isTrue();
		this.call.ends();
	}

	private static long watchers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("ws-loop-watch"))
			.count();
	}

	@WsEndpoint(path = "/slow", execution = Execution.EVENT_LOOP)
	static class SlowEndpoint {

		static volatile BooleanSupplier goOn = () -> true;

		@OnMessage
		String text(String text) {
			long atMost = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
			while (!goOn.getAsBoolean() && System.nanoTime() - atMost < 0) {
				Thread.onSpinWait();
			}
			return text;
		}

	}

}
