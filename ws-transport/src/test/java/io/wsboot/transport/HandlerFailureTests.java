package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.CloseStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler that throws, whatever it throws and wherever, ends its own session with 1011
 * and no other; an executor that takes nothing loses nothing.
 */
class HandlerFailureTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	@ParameterizedTest
	@CsvSource({ "open,true,true", "open,false,false", "text,true,false", "text,false,true", "binary,true,true",
			"binary,false,false", "ping,true,false", "ping,false,true", "pong,true,true", "pong,false,false" })
	void aFailingCallbackClosesItsSessionWith1011Once(String callback, boolean loop, boolean error) throws Exception {
		Failing failing = new Failing(callback, error);
		Executor callbacks = loop ? null : this.executor;
		try (TestServer server = start(failing, callbacks);
				RawPeer bystander = RawPeer.open(server.port(), "/echo");
				RawPeer peer = RawPeer.open(server.port(), "/failing")) {
			peer.sendText("x");
			peer.sendFrame(RawPeer.BINARY, new byte[1]);
			peer.sendFrame(RawPeer.PONG, new byte[1]);
			peer.sendFrame(RawPeer.PING, new byte[1]);
			RawPeer.Frame frame = peer.readFrame();
			if (frame.firstByte() == RawPeer.PONG) {
				frame = peer.readFrame();
			}
			assertThat(frame).extracting(RawPeer.Frame::firstByte, RawPeer.Frame::closeCode, RawPeer.Frame::closeReason)
				.containsExactly(RawPeer.CLOSE, 1011, "handler-failed");
			peer.sendClose(1011);
			peer.expectEnd();
			assertThat(failing.closed.get(10, TimeUnit.SECONDS).code()).isEqualTo(1011);
			bystander.sendText("still here");
			bystander.expectText("still here");
			assertThat(failing.closes).hasValue(1);
			assertThat(server.counts().closedLocally).hasValue(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "true,true", "true,false", "false,true", "false,false" })
	void aHandlerThatFailsWhenItIsToldOfTheEndHarmsNobody(boolean loop, boolean error) throws Exception {
		Failing failing = new Failing("close", error);
		try (TestServer server = start(failing, loop ? null : this.executor);
				RawPeer bystander = RawPeer.open(server.port(), "/echo");
				RawPeer peer = RawPeer.open(server.port(), "/failing")) {
			peer.sendClose(4000);
			peer.expectClose(4000, "");
			peer.expectEnd();
			assertThat(failing.closed.get(10, TimeUnit.SECONDS).code()).isEqualTo(4000);
			bystander.sendText("still here");
			bystander.expectText("still here");
			assertThat(failing.closes).hasValue(1);
		}
	}

	private TestServer start(WsHandler failing, Executor callbacks) throws Exception {
		WsHandler echo = new TestServer.Echo();
		// one loop for both: trouble would have to pass between them
		return TestServer.start(TestServer.OPTIONS.withEventLoops(1), (path) -> path.equals("/echo") ? echo : failing,
				callbacks);
	}

	@Test
	void anExecutorThatTakesNothingForAWhileLosesNothing() throws Exception {
		AtomicBoolean full = new AtomicBoolean();
		AtomicInteger rejected = new AtomicInteger();
		AtomicInteger running = new AtomicInteger();
		Executor moody = (task) -> {
			if (full.get()) {
				rejected.incrementAndGet();
				throw new RejectedExecutionException("full");
			}
			running.incrementAndGet();
			this.executor.execute(() -> {
				task.run();
				running.decrementAndGet();
			});
		};
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withMaxBacklog(16), recorder, moody);
				RawPeer peer = RawPeer.open(server.port())) {
			recorder.expect("open");
			eventually().untilAsserted(() -> assertThat(running).hasValue(0));
			full.set(true);
			for (int i = 0; i < 1000; i++) {
				peer.sendText("message " + i);
			}
			peer.sendClose(1000);
			eventually().untilAsserted(() -> assertThat(rejected).hasValueGreaterThan(1));
			assertThat(recorder.rest()).isEmpty();
			full.set(false);
			for (int i = 0; i < 1000; i++) {
				recorder.expect("text message " + i);
			}
			recorder.expect("close 1000");
			peer.expectClose(1000, "");
		}
	}

	@Test
	void callbacksOfOneSessionNeverOverlap() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		Recorder recorder = new Recorder() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				if (inside.incrementAndGet() > 1) {
					overlaps.incrementAndGet();
				}
				Thread.yield();
				super.onText(opened, text);
				inside.decrementAndGet();
			}
		};
		try (TestServer server = TestServer.start(TestServer.OPTIONS, recorder, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 2000; i++) {
				peer.sendText("message " + i);
			}
			recorder.expect("open");
			for (int i = 0; i < 2000; i++) {
				recorder.expect("text message " + i);
			}
			assertThat(overlaps).hasValue(0);
		}
	}

	private static final class Failing implements WsHandler {

		private final String callback;

		private final boolean error;

		private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

		private final AtomicInteger closes = new AtomicInteger();

		Failing(String callback, boolean error) {
			this.callback = callback;
			this.error = error;
		}

		private void call(String name) {
			if (name.equals(this.callback)) {
				if (this.error) {
					throw new ExpectedError();
				}
				throw new ExpectedFailure();
			}
		}

		@Override
		public boolean wantsControlFrames() {
			return true;
		}

		@Override
		public void onOpen(WsSession session) throws Exception {
			call("open");
		}

		@Override
		public void onText(WsSession session, String text) throws Exception {
			call("text");
		}

		@Override
		public void onBinary(WsSession session, ByteBuffer data) throws Exception {
			call("binary");
		}

		@Override
		public void onPing(WsSession session, ByteBuffer payload) throws Exception {
			call("ping");
		}

		@Override
		public void onPong(WsSession session, ByteBuffer payload) throws Exception {
			call("pong");
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) throws Exception {
			this.closes.incrementAndGet();
			this.closed.complete(status);
			call("close");
		}

	}

	/**
	 * Worse than a failure; without a stack trace, because it is logged.
	 */
	private static final class ExpectedError extends Error {

		private static final long serialVersionUID = 1L;

		ExpectedError() {
			super("expected by a test", null, false, false);
		}

	}

}
