package io.wsboot.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.wsboot.protocol.CloseStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Callbacks that go on on a thread of an executor.
 */
class ContinuationTests {

	private static final Runnable NOTHING = () -> {
	};

	private final ExecutorService executor = Executors.newFixedThreadPool(2, (task) -> new Thread(task, "handler"));

	private final ExecutorService elsewhere = Executors.newFixedThreadPool(3, (task) -> new Thread(task, "elsewhere"));

	@AfterEach
	void stop() {
		this.executor.shutdown();
		this.elsewhere.shutdown();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRestRunsOnTheExecutorWhenTheCallbackHasReturned(boolean loop) throws Exception {
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> say(session, "rest"));
				say(session, "callback");
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 100; i++) {
				peer.sendText("x");
				peer.expectText("callback on " + (loop ? "ws-loop" : "handler"));
				peer.expectText("rest on elsewhere");
			}
		}
	}

	/** Every second message goes on elsewhere. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void orderIsKeptAndNothingOverlaps(boolean loop) throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				most.accumulateAndGet(running.incrementAndGet(), Math::max);
				Runnable rest = () -> {
					session.offerText(text);
					running.decrementAndGet();
				};
				if (text.hashCode() % 2 == 0) {
					session.continueOn(ContinuationTests.this.elsewhere, rest);
				}
				else {
					rest.run();
				}
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			NumberedMessages.exchange(peer, 5000);
			assertThat(most).hasValue(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRestMayBeSuspendedAndGoesOnWhereItWas(boolean loop) throws Exception {
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					Suspension suspension = session.suspend(NOTHING);
					say(session, "suspended");
					suspension.resume(() -> {
						say(session, "resumed");
						session.suspend(NOTHING).resume();
					});
				});
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 100; i++) {
				peer.sendText("x");
				peer.expectText("suspended on elsewhere");
				peer.expectText("resumed on elsewhere");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRestMayGoOnOnceMore(boolean loop) throws Exception {
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					session.continueOn(ContinuationTests.this.executor, () -> say(session, "second"));
					say(session, "first");
				});
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("x");
			peer.expectText("first on elsewhere");
			peer.expectText("second on handler");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallbackGoesOnOnceAndNobodyElseMaySuspendIt(boolean loop) throws Exception {
		CompletableFuture<Boolean> refused = new CompletableFuture<>();
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					CompletableFuture.runAsync(() -> assertSuspended(session), ContinuationTests.this.elsewhere).join();
					session.suspend(NOTHING).resume();
					assertSuspended(session);
					refused.complete(true);
				});
				assertSuspended(session);
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("x");
			assertThat(refused.get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRestThatFailsClosesTheSession(boolean loop) throws Exception {
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					throw new IllegalStateException("expected by this test");
				});
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("x");
			peer.expectClose(1011, "handler-failed");
			peer.sendClose(1011);
			peer.expectEnd();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theEndWaitsForTheRestAndMayGoOnItself(boolean loop) throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		List<String> seen = new CopyOnWriteArrayList<>();
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					seen.add("begun");
					ClosingTests.awaitQuietly(go);
					seen.add("rest");
				});
			}

			@Override
			public void onClose(WsSession session, CloseStatus status) {
				seen.add("close");
				session.continueOn(ContinuationTests.this.elsewhere, () -> seen.add("rest of close"));
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("x");
			eventually().untilAsserted(() -> assertThat(seen).containsExactly("begun"));
			server.server().sessions().forEach((session) -> ((Session) session).connection().close());
			eventually().until(() -> server.server().sessions().size() == 0);
			assertThat(seen).containsExactly("begun");
			go.countDown();
			eventually()
				.untilAsserted(() -> assertThat(seen).containsExactly("begun", "rest", "close", "rest of close"));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theServerEndsBehindALastCallbackThatGoesOn(boolean loop) throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<Boolean> before = new CompletableFuture<>();
		CompletableFuture<CompletableFuture<Void>> stop = new CompletableFuture<>();
		WsHandler handler = new WsHandler() {
			@Override
			public void onClose(WsSession session, CloseStatus status) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					begun.countDown();
					ClosingTests.awaitQuietly(go);
					before.complete(!stop.join().isDone());
				});
			}
		};
		TestServer server = start(handler, loop);
		try (RawPeer peer = RawPeer.open(server.port())) {
			stop.complete(CompletableFuture.runAsync(server::close, this.elsewhere));
			assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
			go.countDown();
			assertThat(before.get(10, TimeUnit.SECONDS)).isTrue();
			stop.join().get(10, TimeUnit.SECONDS);
			peer.readToTheEnd();
		}
	}

	/** They are queued before the loop hears that the callback is through. */
	@Test
	void tasksGoOnToo() throws Exception {
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					for (int i = 0; i < 2; i++) {
						String task = "task " + i;
						session.execute(
								() -> session.continueOn(ContinuationTests.this.elsewhere, () -> say(session, task)));
					}
				});
			}
		};
		try (TestServer server = start(handler, true); RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 200; i++) {
				peer.sendText("x");
				peer.expectText("task 0 on elsewhere");
				peer.expectText("task 1 on elsewhere");
			}
		}
	}

	@Test
	void theTimeOfTheRestCounts() throws Exception {
		AtomicLong told = new AtomicLong();
		CompletableFuture<Long> took = new CompletableFuture<>();
		TransportListener listener = new TransportListener() {
			@Override
			public void messagesHandled(int messages, long nanos) {
				told.addAndGet(nanos);
			}
		};
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(ContinuationTests.this.elsewhere, () -> {
					long begun = System.nanoTime();
					while (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(20)) {
						Thread.onSpinWait();
					}
					took.complete(System.nanoTime() - begun);
				});
			}
		};
		try (TestServer server = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(handler).withListener(listener)));
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("x");
			long least = took.get(10, TimeUnit.SECONDS);
			eventually().untilAsserted(() -> assertThat(told).hasValueGreaterThanOrEqualTo(least));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anExecutorThatRejectsIsAskedAgainAndNothingIsLost(boolean loop) throws Exception {
		AtomicInteger asked = new AtomicInteger();
		Executor full = (task) -> {
			if (asked.incrementAndGet() % 2 == 1) {
				throw new RejectedExecutionException("full");
			}
			this.elsewhere.execute(task);
		};
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(full, () -> say(session, text));
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 10; i++) {
				peer.sendText("message " + i);
			}
			for (int i = 0; i < 10; i++) {
				peer.expectText("message " + i + " on elsewhere");
			}
		}
		assertThat(asked).as("the first time in vain").hasValueGreaterThan(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anExecutorThatTakesNothingForTooLongClosesWith1013AndTheRestIsNotLost(boolean loop) throws Exception {
		List<String> seen = new CopyOnWriteArrayList<>();
		Executor full = (task) -> {
			throw new RejectedExecutionException("full");
		};
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				session.continueOn(full, () -> seen.add(text + ", on a loop: " + EventLoop.isOnLoop()));
			}

			@Override
			public void onClose(WsSession session, CloseStatus status) {
				session.continueOn(full, () -> seen.add("close, on a loop: " + EventLoop.isOnLoop()));
			}
		};
		try (TestServer server = start(handler, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("x");
			peer.sendText("y");
			peer.waitLonger();
			peer.expectClose(1013, "executor-full");
			peer.sendClose(1013);
			peer.expectEnd();
			eventually().untilAsserted(() -> assertThat(seen).containsExactly("x, on a loop: false",
					"y, on a loop: false", "close, on a loop: false"));
			assertThat(server.counts().limits).containsExactly(Limit.EXECUTOR);
		}
	}

	private TestServer start(WsHandler handler, boolean loop) throws Exception {
		return TestServer.start(TestServer.OPTIONS.withMaxBacklog(16), handler, loop ? null : this.executor);
	}

	private static void say(WsSession session, String what) {
		session.offerText(what + " on " + Thread.currentThread().getName().replaceFirst("-\\d+$", ""));
	}

	private static void assertSuspended(WsSession session) {
		assertThatIllegalStateException().isThrownBy(() -> session.suspend(NOTHING))
			.withMessage("The callback has been suspended before");
		assertThatIllegalStateException().isThrownBy(() -> session.continueOn(Runnable::run, NOTHING))
			.withMessage("The callback has been suspended before");
	}

}
