package io.wsboot.transport;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Groups of sessions over real sockets.
 */
class FanOutTests {

	private static final TransportOptions TWO_LOOPS = TestServer.OPTIONS.withHighWaterMark(64 * 1024 * 1024);

	private static final BiConsumer<WsSession, ByteBuffer> NOTHING = (session, utf8) -> {
	};

	private static final TransportOptions ONE_LOOP = TWO_LOOPS.withEventLoops(1);

	private final Map<String, WsSession> sessions = new ConcurrentHashMap<>();

	private final SessionGroup group = new SessionGroup();

	private final CountDownLatch held = new CountDownLatch(1);

	private @Nullable ExecutorService executor;

	@AfterEach
	void stop() {
		this.held.countDown();
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

	@Test
	void aMemberReceivesWhatIsPublishedBetweenItsJoiningAndItsLeaving() throws Exception {
		try (TestServer server = start(TWO_LOOPS, NOTHING); RawPeer peer = open(server, "/a")) {
			WsSession session = session("/a");
			publish("before");
			assertThat(this.group.add(session)).isTrue();
			assertThat(this.group.add(session)).isFalse();
			publish("during");
			peer.expectText("during");
			assertThat(this.group.remove(session)).isTrue();
			assertThat(this.group.remove(session)).isFalse();
			publish("behind");
			session.offerText("last");
			peer.expectText("last");
			assertThat(session.topics()).as("a group is no topic").isEmpty();
		}
	}

	@Test
	void whatAThreadSendsDirectlyKeepsItsPlaceAmongWhatItPublishes() throws Exception {
		try (TestServer server = start(TWO_LOOPS, NOTHING); RawPeer peer = open(server, "/a")) {
			WsSession session = session("/a");
			this.group.add(session);
			for (int i = 0; i < 2000; i++) {
				if (i % 3 == 0) {
					session.offerText("" + i);
				}
				else {
					publish("" + i);
				}
			}
			for (int i = 0; i < 2000; i++) {
				peer.expectText("" + i);
			}
		}
	}

	@Test
	void aSessionThatEndsIsOutOfEverythingAtOnceAndEmptyTopicsDisappear() throws Exception {
		try (TestServer server = start(TWO_LOOPS, NOTHING);
				RawPeer dying = open(server, "/a");
				RawPeer peer = open(server, "/b")) {
			WsSession session = session("/a");
			Topics topics = server.server().topics();
			this.group.add(session);
			this.group.add(session("/b"));
			for (int i = 0; i < 20; i++) {
				session.join("topic " + i);
			}
			session("/b").join("topic 7");
			assertThat(topics.names()).hasSize(20);
			assertThat(session.topics()).hasSize(20);
			dying.close();
			eventually().untilAsserted(() -> assertThat(this.group.count()).isOne());
			assertThat(topics.names()).containsExactly("topic 7");
			assertThat(topics.members("topic 7")).containsExactly(session("/b"));
			assertThat(session.topics()).isEmpty();
			assertThat(session.join("topic 7")).isFalse();
			assertThat(this.group.add(session)).isFalse();
			assertThat(session("/b").leave("topic 7")).isTrue();
			assertThat(topics.names()).isEmpty();
			publish("still here");
			peer.expectText("still here");
		}
	}

	@Test
	void aFilterChoosesAndOneThatFailsKeepsTheMessageFromOneSessionOnly() throws Exception {
		try (TestServer server = start(ONE_LOOP, NOTHING);
				RawPeer first = open(server, "/a");
				RawPeer second = open(server, "/b")) {
			this.group.add(session("/a"));
			this.group.add(session("/b"));
			this.group.publish(PreparedMessage.text("for a"), Delivery.standard(),
					(session) -> session == session("/a"));
			this.group.publish(PreparedMessage.text("for b"), Delivery.standard(), (session) -> {
				if (session == session("/a")) {
					throw new ExpectedFailure();
				}
				return true;
			});
			publish("for all");
			first.expectText("for a");
			first.expectText("for all");
			second.expectText("for b");
			second.expectText("for all");
		}
	}

	@Test
	void everyMemberIsVisited() throws Exception {
		try (TestServer server = start(TWO_LOOPS, NOTHING);
				RawPeer first = open(server, "/a");
				RawPeer second = open(server, "/b")) {
			this.group.add(session("/a"));
			this.group.add(session("/b"));
			List<WsSession> visited = new ArrayList<>();
			this.group.forEach(visited::add);
			assertThat(visited).containsExactlyInAnyOrder(session("/a"), session("/b"));
			this.group.forEach((session) -> session.close());
			first.expectClose(1000, "");
			second.expectClose(1000, "");
		}
	}

	@Test
	void onlySessionsOfThisPackageCanBeMembers() {
		WsSession foreign = (WsSession) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WsSession.class }, (proxy, method, arguments) -> null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.group.add(foreign))
			.withMessageStartingWith("Only a session that a WsServer or WsClient opened can be a member, not a ");
	}

	@Test
	void aSessionWhoseCallbackOnALoopPublishesTooMuchIsNotReadFromMeanwhile() throws Exception {
		AtomicInteger most = new AtomicInteger();
		AtomicInteger called = new AtomicInteger();
		BiConsumer<WsSession, ByteBuffer> publishing = (session, utf8) -> {
			called.incrementAndGet();
			this.group.publish(PreparedMessage.text(utf8), Delivery.standard(), null);
			most.accumulateAndGet(fanOuts("/b").count(), Math::max);
		};
		int messages = 6 * FanOuts.MOST;
		try (TestServer server = start(TWO_LOOPS, publishing);
				RawPeer publisher = open(server, "/a");
				RawPeer member = openApart(server, "/b", "/a")) {
			this.group.add(session("/b"));
			((Session) session("/b")).loop().execute(this::awaitRelease);
			sendAll(publisher, messages);
			eventually().untilAsserted(() -> assertThat(server.counts().paused).hasPositiveValue());
			assertThat(called).hasValueLessThanOrEqualTo(FanOuts.MOST + 1);
			assertThat(server.counts().publishersWaited).as("a loop never waits").hasValue(0);
			this.held.countDown();
			for (int i = 0; i < messages; i++) {
				member.expectText("" + i);
			}
			// one more for each time that it is woken while others fill up what it saw
			// empty
			assertThat(most).hasValueBetween(FanOuts.MOST, FanOuts.MOST + 10);
			eventually()
				.untilAsserted(() -> assertThat(server.counts().resumed.get()).isEqualTo(server.counts().paused.get()));
		}
	}

	@Test
	void aSessionThatPublishesToItsOwnLoopDoesNotHoldItself() throws Exception {
		BiConsumer<WsSession, ByteBuffer> publishing = (session, utf8) -> {
			this.group.publish(PreparedMessage.text(utf8), Delivery.standard(), null);
			session.offerTextBytes(utf8);
		};
		int messages = 3 * FanOuts.MOST;
		try (TestServer server = start(ONE_LOOP, publishing); RawPeer peer = open(server, "/a")) {
			this.group.add(session("/a"));
			sendAll(peer, messages);
			for (int i = 0; i < messages; i++) {
				peer.expectText("" + i);
				peer.expectText("" + i);
			}
		}
	}

	@Test
	void handlersThatAllPublishWaitWithoutHoldingEachOther() throws Exception {
		this.executor = Executors.newFixedThreadPool(3);
		AtomicBoolean exceeded = new AtomicBoolean();
		BiConsumer<WsSession, ByteBuffer> publishing = (session, utf8) -> {
			for (int i = 0; i < 50; i++) {
				this.group.publish(PreparedMessage.text(utf8), Delivery.standard(), null);
			}
			int count = Math.max(fanOuts("/a").count(), fanOuts("/b").count());
			exceeded.compareAndSet(false, count > FanOuts.MOST);
		};
		int messages = 100;
		try (TestServer server = start(TWO_LOOPS, publishing);
				RawPeer first = open(server, "/a");
				RawPeer second = openApart(server, "/b", "/a")) {
			this.group.add(session("/a"));
			this.group.add(session("/b"));
			((Session) session("/b")).loop().execute(this::awaitRelease);
			sendAll(first, messages);
			sendAll(second, messages);
			eventually().until(() -> fanOuts("/b").count() == FanOuts.MOST);
			this.held.countDown();
			for (int i = 0; i < 2 * messages * 50; i++) {
				first.readFrame();
				second.readFrame();
			}
			assertThat(exceeded).isFalse();
			assertThat(server.counts().publishersWaited).hasPositiveValue();
		}
	}

	@Test
	void whatIsSentDirectlyBehindAFanOutIsBoundedWithIt() throws Exception {
		try (TestServer server = start(ONE_LOOP, NOTHING); RawPeer peer = open(server, "/a")) {
			WsSession session = session("/a");
			this.group.add(session);
			((Session) session).loop().execute(this::awaitRelease);
			publish("first");
			AtomicInteger sent = new AtomicInteger();
			Thread sender = new Thread(() -> {
				for (int i = 0; i < 2 * FanOuts.MOST; i++) {
					session.sendText("" + i);
					sent.incrementAndGet();
				}
			});
			sender.start();
			eventually().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
			assertThat(sent).hasValue(FanOuts.MOST - 1);
			this.held.countDown();
			peer.expectText("first");
			for (int i = 0; i < 2 * FanOuts.MOST; i++) {
				peer.expectText("" + i);
			}
			sender.join(10_000);
			assertThat(sender.isAlive()).isFalse();
		}
	}

	@Test
	void theEndOfAServerReleasesPublishersThatWait() throws Exception {
		try (TestServer server = start(ONE_LOOP, NOTHING); RawPeer peer = open(server, "/a")) {
			this.group.add(session("/a"));
			((Session) session("/a")).loop().execute(this::awaitRelease);
			Thread publisher = new Thread(() -> {
				for (int i = 0; i < 3 * FanOuts.MOST; i++) {
					publish("" + i);
				}
			});
			publisher.start();
			eventually().until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
			Thread closing = new Thread(server::close);
			closing.start();
			this.held.countDown();
			publisher.join(10_000);
			assertThat(publisher.isAlive()).isFalse();
			closing.join(30_000);
			assertThat(closing.isAlive()).isFalse();
			assertThat(this.group.count()).isZero();
		}
	}

	@Test
	void theLoopsOfAServerThatHasEndedAreForgotten() throws Exception {
		WeakReference<EventLoop> ended = addAndEnd();
		try (TestServer server = start(ONE_LOOP, NOTHING); RawPeer peer = open(server, "/b")) {
			this.group.add(session("/b"));
			eventually().until(() -> {
				System.gc();
				return ended.get() == null;
			});
			publish("still here");
			peer.expectText("still here");
		}
	}

	private WeakReference<EventLoop> addAndEnd() throws Exception {
		try (TestServer server = start(ONE_LOOP, NOTHING); RawPeer peer = open(server, "/a")) {
			this.group.add(session("/a"));
			assertThat(this.group.count()).isOne();
			return new WeakReference<>(((Session) this.sessions.remove("/a")).loop());
		}
	}

	private TestServer start(TransportOptions options, BiConsumer<WsSession, ByteBuffer> onText) throws IOException {
		return TestServer.start(options, (path) -> new WsHandler() {
			@Override
			public void onOpen(WsSession session) {
				FanOutTests.this.sessions.put(path, session);
			}

			@Override
			public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) {
				onText.accept(session, utf8);
			}
		}, this.executor);
	}

	private RawPeer open(TestServer server, String path) throws Exception {
		RawPeer peer = RawPeer.open(server.port(), path);
		eventually().until(() -> this.sessions.containsKey(path));
		return peer;
	}

	/** On another loop, which a new connection comes to sooner or later. */
	private RawPeer openApart(TestServer server, String path, String other) throws Exception {
		for (int tries = 0; tries < 100; tries++) {
			RawPeer peer = open(server, path);
			if (fanOuts(path) != fanOuts(other)) {
				return peer;
			}
			this.sessions.remove(path);
			peer.close();
		}
		throw new AssertionError("Every connection came to the same loop");
	}

	private WsSession session(String path) {
		return this.sessions.get(path);
	}

	private FanOuts fanOuts(String path) {
		return ((Session) session(path)).loop().fanOuts();
	}

	private void publish(String text) {
		this.group.publish(PreparedMessage.text(text), Delivery.standard(), null);
	}

	private static void sendAll(RawPeer peer, int messages) {
		Thread sender = new Thread(() -> {
			try {
				for (int i = 0; i < messages; i++) {
					peer.sendText("" + i);
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		sender.start();
	}

	private void awaitRelease() {
		try {
			assertThat(this.held.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
