package io.wsboot.spring.endpoint;

import java.util.concurrent.TimeUnit;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that hold an event loop for long are told of.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoopWatchTests {

	private long now = TimeUnit.HOURS.toNanos(-1);

	private final LoopWatch watch = new LoopWatch("/chat", () -> this.now);

	@Test
	void aMethodThatTakesLongIsNamedOnceAMinute(CapturedOutput output) {
		this.watch.took("Chat.line", TimeUnit.MILLISECONDS.toNanos(100));
		assertThat(output).doesNotContain("held an event loop");
		this.watch.took("Chat.line", TimeUnit.MILLISECONDS.toNanos(101));
		assertThat(output).containsOnlyOnce("Endpoint /chat: Chat.line held an event loop for 101 ms, and every session"
				+ " of that loop waited. Make it faster, or give it execution = Execution.EXECUTOR.");
		this.now += TimeUnit.SECONDS.toNanos(59);
		this.watch.took("Chat.other", TimeUnit.MILLISECONDS.toNanos(200));
		assertThat(output).doesNotContain("Chat.other");
		this.now += TimeUnit.SECONDS.toNanos(1);
		this.watch.took("Chat.other", TimeUnit.MILLISECONDS.toNanos(200));
		assertThat(output).contains("Chat.other held an event loop for 200 ms");
	}

	@Test
	void endpointsOnALoopAreWatched(CapturedOutput output) throws Exception {
		try (EndpointServer server = new EndpointServer(SlowEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/slow")) {
			peer.sendText("x").expect("text:x");
		}
		assertThat(output).contains("Endpoint /slow: LoopWatchTests.SlowEndpoint.text held an event loop for ");
	}

	@WsEndpoint(path = "/slow", execution = Execution.EVENT_LOOP)
	static class SlowEndpoint {

		@OnMessage
		String text(String text) {
			long until = System.nanoTime() + LoopWatch.LONG + TimeUnit.MILLISECONDS.toNanos(5);
			while (System.nanoTime() - until < 0) {
				Thread.onSpinWait();
			}
			return text;
		}

	}

}
