package io.wsboot.transport;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What surrounds callbacks, on a thread that many sessions use.
 */
class CallbackScopeTests {

	private final ThreadLocal<@Nullable WsSession> current = new ThreadLocal<>();

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private final List<Boolean> entered = new CopyOnWriteArrayList<>();

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private final CallbackScope scope = (session, more) -> {
		this.entered.add(more);
		WsSession before = this.current.get();
		this.current.set(session);
		return () -> {
			if (before != null) {
				this.current.set(before);
			}
			else {
				this.current.remove();
			}
		};
	};

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	@Test
	void everyCallbackOnAThreadOfTheExecutorIsSurrounded() throws Exception {
		try (TestServer server = start(this.scope, false); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("one");
			expect("open here", "one here");
			peer.sendText("task");
			expect("task here", "run here");
			peer.sendText("suspend");
			expect("suspend here", "rest here");
			peer.sendText("continue");
			expect("continue here", "rest here");
			peer.sendClose(1000);
			expect("close here");
			assertThat(this.executor.submit(this.current::get).get(10, TimeUnit.SECONDS)).as("left behind").isNull();
		}
		assertThat(this.entered).contains(true).startsWith(false).endsWith(false);
	}

	@Test
	void anotherSessionOnTheSameThreadHasItsOwn() throws Exception {
		try (TestServer server = start(this.scope, false);
				RawPeer first = RawPeer.open(server.port());
				RawPeer second = RawPeer.open(server.port())) {
			expect("open here", "open here");
			for (int i = 0; i < 20; i++) {
				first.sendText("a");
				second.sendText("a");
				expect("a here", "a here");
			}
		}
	}

	@Test
	void eventLoopsAreNotSurrounded() throws Exception {
		try (TestServer server = start(this.scope, true); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("one");
			expect("open outside", "one outside");
			peer.sendText("continue");
			expect("continue outside", "rest here");
		}
	}

	@Test
	void aTaskOfAnotherThreadMayBeSurroundedToo() throws Exception {
		CompletableFuture<WsSession> opened = new CompletableFuture<>();
		WsHandler handler = new WsHandler() {

			@Override
			public void onOpen(WsSession session) {
				opened.complete(session);
			}

		};
		try (TestServer server = start(handler, this.scope, false); RawPeer peer = RawPeer.open(server.port())) {
			WsSession session = opened.get(10, TimeUnit.SECONDS);
			session.runInScope(() -> this.seen.add("mine " + where(session)));
			expect("mine here");
			assertThat(this.current.get()).isNull();
		}
	}

	@Test
	void aScopeThatThrowsChangesNothing() throws Exception {
		CallbackScope throwing = (session, more) -> {
			if (!more) {
				throw new ExpectedFailure();
			}
			return () -> {
				throw new ExpectedFailure();
			};
		};
		try (TestServer server = start(throwing, false); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("one");
			peer.sendText("two");
			expect("open outside", "one outside", "two outside");
			peer.sendClose(1000);
			expect("close outside");
			peer.expectClose(1000, "");
		}
	}

	private TestServer start(CallbackScope scope, boolean loop) throws Exception {
		return start(new Surrounded(), scope, loop);
	}

	private TestServer start(WsHandler handler, CallbackScope scope, boolean loop) throws Exception {
		return TestServer.start(TestServer.OPTIONS.withEventLoops(1), (request) -> CompletableFuture.completedStage(
				UpgradeDecision.accept(handler).withExecutor(loop ? null : this.executor).withScope(scope)));
	}

	private void expect(String... events) throws InterruptedException {
		for (String event : events) {
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
		}
	}

	private String where(WsSession session) {
		return (this.current.get() == session) ? "here" : (this.current.get() == null) ? "outside" : "in another's";
	}

	/** Says where each callback runs. */
	private final class Surrounded implements WsHandler {

		@Override
		public void onOpen(WsSession session) {
			see("open", session);
		}

		@Override
		public void onText(WsSession session, String text) {
			see(text, session);
			switch (text) {
				case "task" -> session.execute(() -> see("run", session));
				case "suspend" -> session.suspend(() -> {
				}).resume(() -> see("rest", session));
				case "continue" -> session.continueOn(CallbackScopeTests.this.executor, () -> see("rest", session));
				default -> {
				}
			}
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) {
			see("close", session);
		}

		private void see(String what, WsSession session) {
			CallbackScopeTests.this.seen.add(what + " " + where(session));
		}

	}

}
