package io.wsboot.transport;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.CloseStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Callbacks that go on after they have returned.
 */
class SuspensionTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(2,
			(task) -> new Thread(task, "suspension-handler"));

	private final ExecutorService elsewhere = Executors.newFixedThreadPool(3);

	@AfterEach
	void stop() {
		this.executor.shutdown();
		this.elsewhere.shutdown();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void noOtherCallbackBeginsBeforeItIsResumed(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			peer.sendText("next");
			if (!loop) {
				peer.sendFrame(RawPeer.PING, new byte[] { 1 });
				assertThat(peer.readFrame().firstByte()).as("a pong needs no handler").isEqualTo(RawPeer.PONG);
			}
			assertThat(handler.seen).containsExactly("open", "wait");
			suspension.resume(() -> handler.session.offerText("late"));
			peer.expectText("late");
			peer.expectText("next");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRestRunsWhereCallbacksRun(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		CompletableFuture<String> thread = new CompletableFuture<>();
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			suspension.resume(() -> thread.complete(Thread.currentThread().getName()));
			assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith(loop ? "ws-loop" : "suspension-handler");
			assertThatIllegalStateException().isThrownBy(suspension::resume)
				.withMessage("A suspension is resumed once");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void itMayBeResumedBeforeTheCallbackReturnsAndSuspendedAgain(boolean loop) throws Exception {
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				Suspension suspension = session.suspend(() -> {
				});
				assertThatIllegalStateException().isThrownBy(() -> session.suspend(() -> {
				})).withMessage("The callback has been suspended before");
				suspension.resume(() -> {
					session.offerText("1 " + text);
					session.suspend(() -> {
					}).resume(() -> session.offerText("2 " + text));
				});
				session.offerText("0 " + text);
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 100; i++) {
				peer.sendText("a");
				peer.sendText("b");
				for (String text : List.of("0 a", "1 a", "2 a", "0 b", "1 b", "2 b")) {
					peer.expectText(text);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void messagesWaitForAnOnOpenThatGoesOn(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		handler.suspendsOpen = true;
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("early");
			Suspension suspension = handler.suspended();
			assertThat(handler.seen).containsExactly("open");
			suspension.resume(() -> handler.session.offerText("ready"));
			peer.expectText("ready");
			peer.expectText("early");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theEndWaitsForTheCallback(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		try (TestServer server = start(handler, loop)) {
			RawPeer peer = RawPeer.open(server.port());
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			server.server().sessions().forEach((session) -> ((Session) session).connection().close());
			assertThat(handler.ended.get(10, TimeUnit.SECONDS)).isTrue();
			assertThat(handler.seen).containsExactly("open", "wait");
			suspension.resume(() -> handler.seen.add("rest"));
			eventually().untilAsserted(() -> assertThat(handler.seen).containsExactly("open", "wait", "rest", "close"));
			peer.close();
		}
	}

	@Test
	void theEndWaitsTenSecondsAndNoLonger() throws Exception {
		Suspending onLoop = new Suspending();
		Suspending onExecutor = new Suspending();
		try (TestServer first = start(onLoop, true); TestServer second = start(onExecutor, false)) {
			RawPeer firstPeer = RawPeer.open(first.port());
			RawPeer secondPeer = RawPeer.open(second.port());
			firstPeer.sendText("wait");
			secondPeer.sendText("wait");
			Suspension suspension = onLoop.suspended();
			onExecutor.suspended();
			for (TestServer server : List.of(first, second)) {
				server.server().sessions().forEach((session) -> ((Session) session).connection().close());
			}
			eventually().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
				assertThat(onLoop.seen).containsExactly("open", "wait", "close");
				assertThat(onExecutor.seen).containsExactly("open", "wait", "close");
			});
			// too late, and no fault of who resumes
			suspension.resume();
			firstPeer.close();
			secondPeer.close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theEndWaitsNoLongerForARestThatIsSuspendedInTurn(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		CompletableFuture<Boolean> told = new CompletableFuture<>();
		try (TestServer server = start(handler, loop)) {
			RawPeer peer = RawPeer.open(server.port());
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			server.server().sessions().forEach((session) -> ((Session) session).connection().close());
			assertThat(handler.ended.get(10, TimeUnit.SECONDS)).isTrue();
			suspension.resume(() -> handler.session.suspend(() -> told.complete(true)));
			assertThat(told.get(10, TimeUnit.SECONDS)).isTrue();
			eventually().atMost(20, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(handler.seen).containsExactly("open", "wait", "close"));
			peer.close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theServerEndsBehindALastCallbackThatGoesOn(boolean loop) throws Exception {
		CompletableFuture<Suspension> last = new CompletableFuture<>();
		WsHandler handler = new WsHandler() {
			@Override
			public void onClose(WsSession session, CloseStatus status) {
				last.complete(session.suspend(() -> {
				}));
			}
		};
		TestServer server = start(handler, loop);
		RawPeer peer = RawPeer.open(server.port());
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close, this.elsewhere);
		Suspension suspension = last.get(10, TimeUnit.SECONDS);
		assertThat(stopped).isNotDone();
		CompletableFuture<Boolean> before = new CompletableFuture<>();
		suspension.resume(() -> before.complete(!stopped.isDone()));
		assertThat(before.get(10, TimeUnit.SECONDS)).isTrue();
		stopped.get(10, TimeUnit.SECONDS);
		peer.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRestThatFailsClosesTheSession(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("wait");
			handler.suspended().resume(() -> {
				throw new IllegalStateException("expected by this test");
			});
			peer.expectClose(1011, "handler-failed");
			peer.sendClose(1011);
			peer.expectEnd();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCloseOfThePeerIsAnsweredBehindTheCallback(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			peer.sendClose(4001);
			suspension.resume(() -> handler.session.offerText("late"));
			peer.expectText("late");
			peer.expectClose(4001, "");
			peer.expectEnd();
			eventually().untilAsserted(() -> assertThat(handler.seen).containsExactly("open", "wait", "close"));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tasksRunAmongTheCallbacks(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			WsSession session = handler.session;
			BlockingQueue<Suspension> second = new LinkedBlockingQueue<>();
			session.execute(() -> {
				session.offerText("first task on " + Thread.currentThread().getName().replaceFirst("-[^-]*$", ""));
				second.add(session.suspend(() -> {
				}));
			});
			session.execute(() -> session.offerText("second task"));
			assertThat(second.poll(50, TimeUnit.MILLISECONDS)).isNull();
			suspension.resume(() -> session.offerText("late"));
			peer.expectText("late");
			peer.expectText("first task on " + (loop ? "ws-loop" : "suspension"));
			Suspension next = second.poll(10, TimeUnit.SECONDS);
			peer.sendText("message");
			next.resume(() -> session.offerText("rest of the first"));
			peer.expectText("rest of the first");
			peer.expectText("second task");
			peer.expectText("message");
			session.execute(() -> {
				throw new IllegalStateException("expected by this test");
			});
			peer.expectClose(1011, "handler-failed");
		}
		handler.session.execute(() -> handler.seen.add("never"));
		eventually().untilAsserted(() -> assertThat(handler.seen).endsWith("close"));
	}

	/** The task is queued before the loop hears that the callback may go on. */
	@Test
	void aTaskThatIsSuspendedInTurnHoldsUpNoLoop() throws Exception {
		Suspending handler = new Suspending();
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(1), handler, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			WsSession session = handler.session;
			((Session) session).connection().loop().execute(() -> {
				session.execute(() -> handler.suspend(session));
				suspension.resume();
			});
			Suspension second = handler.suspended();
			try (RawPeer other = RawPeer.open(server.port())) {
				other.sendText("x");
				other.expectText("x");
			}
			second.resume(() -> session.offerText("rest of the task"));
			peer.expectText("rest of the task");
			peer.sendText("next");
			peer.expectText("next");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatArrivesMeanwhileIsBounded(boolean loop) throws Exception {
		Suspending handler = new Suspending();
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("wait");
			Suspension suspension = handler.suspended();
			int count = 2000;
			CompletableFuture<Void> sending = NumberedMessages.send(peer, count);
			eventually().untilAsserted(() -> assertThat(((Session) handler.session).connection().isPaused()).isTrue());
			assertThat(server.counts().received.get()).isLessThan(count);
			suspension.resume();
			NumberedMessages.expect(peer, count);
			sending.get(10, TimeUnit.SECONDS);
		}
	}

	/** Each message goes on elsewhere for a while. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void orderIsKeptWhoeverResumes(boolean loop) throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				most.accumulateAndGet(running.incrementAndGet(), Math::max);
				Suspension suspension = session.suspend(() -> {
				});
				Runnable rest = () -> {
					session.offerText(text);
					running.decrementAndGet();
				};
				if (ThreadLocalRandom.current().nextInt(4) == 0) {
					suspension.resume(rest);
				}
				else {
					SuspensionTests.this.elsewhere.execute(() -> suspension.resume(rest));
				}
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			NumberedMessages.exchange(peer, 5000);
			assertThat(most).hasValue(1);
		}
	}

	private TestServer start(WsHandler handler, boolean loop) throws Exception {
		return TestServer.start(TestServer.OPTIONS.withMaxBacklog(16), handler, loop ? null : this.executor);
	}

	/**
	 * Answers every message with itself, but goes on with "wait" elsewhere.
	 */
	private static final class Suspending implements WsHandler {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final BlockingQueue<Suspension> suspensions = new LinkedBlockingQueue<>();

		private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

		private volatile boolean suspendsOpen;

		private volatile WsSession session;

		Suspension suspended() throws InterruptedException {
			Suspension suspension = this.suspensions.poll(10, TimeUnit.SECONDS);
			assertThat(suspension).as("a suspension").isNotNull();
			return suspension;
		}

		@Override
		public void onOpen(WsSession opened) {
			this.session = opened;
			this.seen.add("open");
			if (this.suspendsOpen) {
				suspend(opened);
			}
		}

		@Override
		public void onText(WsSession opened, String text) {
			if (text.equals("wait")) {
				this.seen.add(text);
				suspend(opened);
			}
			else {
				opened.offerText(text);
			}
		}

		@Override
		public void onClose(WsSession opened, CloseStatus status) {
			this.seen.add("close");
		}

		private void suspend(WsSession opened) {
			this.suspensions.add(opened.suspend(() -> this.ended.complete(true)));
		}

	}

}
