package io.wsboot.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executors that are full, shut down or strange: no callback is lost, none runs on a
 * loop, and who cannot be served is told so.
 */
class ExecutorFaultTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	/** Whoever is still at work may go on for a moment. */
	private void shutDown() throws InterruptedException {
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anExecutorThatWasShutDownClosesItsSessionsWith1013AndTheyAreToldEverything() throws Exception {
		Threads threads = new Threads();
		try (TestServer server = TestServer.start(TestServer.OPTIONS, threads, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			threads.expect("open");
			shutDown();
			peer.sendText("x");
			peer.expectClose(1013, "executor-full");
			peer.sendText("y");
			peer.sendClose(1013);
			peer.expectEnd();
			threads.expect("text x", "text y", "close 1013");
			assertThat(server.counts().closedLocally).hasValue(1);
		}
		assertThat(threads.names).noneMatch((name) -> name.startsWith("ws-loop"));
	}

	@Test
	void aServerWhoseExecutorWasShutDownFirstTellsItsHandlersAllTheSame() throws Exception {
		Threads threads = new Threads();
		try (TestServer server = TestServer.start(TestServer.OPTIONS, threads, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			threads.expect("open");
			shutDown();
			server.close();
			assertThat(threads.rest()).containsExactly("close 1006");
			peer.readToTheEnd();
		}
	}

	/**
	 * One test for all three, because it takes as long as callbacks wait for an executor.
	 */
	@Test
	void whoseExecutorTakesNothingForTooLongIsClosedWith1013AndStillToldOfTheEnd() throws Exception {
		Executor full = (task) -> {
			throw new RejectedExecutionException("full");
		};
		Threads refused = new Threads();
		Threads called = new Threads();
		Threads stopped = new Threads();
		try (TestServer rejecting = TestServer.start(TestServer.OPTIONS, refused, full);
				TestServer calling = TestServer.start(TestServer.OPTIONS, called, Runnable::run);
				TestServer closing = TestServer.start(TestServer.OPTIONS, stopped, full);
				RawPeer first = RawPeer.open(rejecting.port());
				RawPeer second = RawPeer.open(calling.port());
				RawPeer third = RawPeer.open(closing.port())) {
			CompletableFuture<Void> stop = CompletableFuture.runAsync(closing::close);
			for (RawPeer peer : List.of(first, second)) {
				peer.waitLonger();
				peer.expectClose(1013, "executor-full");
				peer.sendClose(1013);
				peer.expectEnd();
			}
			refused.expect("open", "close 1013");
			assertThat(rejecting.counts().limits).containsExactly(Limit.EXECUTOR);
			called.expect("open", "close 1013");
			stop.get(20, TimeUnit.SECONDS);
			assertThat(stopped.rest()).containsExactly("open", "close 1006");
			third.readToTheEnd();
		}
		assertThat(called.names).as("never the loop, which calls").noneMatch((name) -> name.startsWith("ws-loop"));
	}

	@Test
	void aPoolOfOneWhoseCallersRunWhatItDoesNotTakeServesManySessionsAndNoneOfThemOnALoop() throws Exception {
		ThreadPoolExecutor small = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1),
				new ThreadPoolExecutor.CallerRunsPolicy());
		Threads threads = new Threads() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				super.onText(opened, text);
				opened.offerText(text);
			}
		};
		List<RawPeer> peers = new CopyOnWriteArrayList<>();
		try (TestServer server = TestServer.start(TestServer.OPTIONS, threads, small)) {
			for (int i = 0; i < 20; i++) {
				peers.add(RawPeer.open(server.port()));
			}
			for (int message = 0; message < 50; message++) {
				for (RawPeer peer : peers) {
					peer.sendText("message " + message);
				}
			}
			for (RawPeer peer : peers) {
				for (int message = 0; message < 50; message++) {
					peer.expectText("message " + message);
				}
				peer.close();
			}
			eventually().untilAsserted(() -> assertThat(server.server().sessions().size()).isZero());
		}
		finally {
			small.shutdown();
		}
		assertThat(threads.names).noneMatch((name) -> name.startsWith("ws-loop"));
	}

	@Test
	void aHandlerThatBlocksHoldsUpNobodyElse() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		Recorder blocking = new Recorder() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				ClosingTests.awaitQuietly(go);
				super.onText(opened, text);
			}
		};
		WsHandler echo = new TestServer.Echo();
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(1),
				(path) -> path.equals("/echo") ? echo : blocking, this.executor);
				RawPeer stuck = RawPeer.open(server.port());
				RawPeer other = RawPeer.open(server.port(), "/echo")) {
			stuck.sendText("first");
			stuck.sendFrame(RawPeer.PING, new byte[] { 1 });
			assertThat(stuck.readFrame().firstByte()).as("a pong needs no handler").isEqualTo(RawPeer.PONG);
			for (int i = 0; i < 100; i++) {
				other.sendText("message " + i);
				other.expectText("message " + i);
			}
			blocking.expect("open");
			assertThat(blocking.rest()).isEmpty();
			go.countDown();
			blocking.expect("text first");
		}
	}

	/**
	 * Writes down on which threads it is called, too.
	 */
	private static class Threads extends Recorder {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@Override
		public void onOpen(WsSession opened) throws Exception {
			note();
			super.onOpen(opened);
		}

		@Override
		public void onText(WsSession opened, String text) throws Exception {
			note();
			super.onText(opened, text);
		}

		@Override
		public void onClose(WsSession opened, CloseStatus status) throws Exception {
			note();
			super.onClose(opened, status);
		}

		private void note() {
			this.names.add(Thread.currentThread().getName());
		}

	}

}
