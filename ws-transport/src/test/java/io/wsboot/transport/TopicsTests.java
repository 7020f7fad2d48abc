package io.wsboot.transport;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Topics need sessions, and sessions need a socket: these are members named by the path
 * they asked for, on two loops.
 */
class TopicsTests {

	private final Map<String, WsSession> sessions = new ConcurrentHashMap<>();

	private final Map<String, RawPeer> peers = new ConcurrentHashMap<>();

	private TestServer server;

	private Topics topics;

	@BeforeEach
	void open() throws Exception {
		this.server = TestServer.start(TestServer.OPTIONS, (path) -> new WsHandler() {
			@Override
			public void onOpen(WsSession session) {
				TopicsTests.this.sessions.put(path, session);
			}

			@Override
			public void onText(WsSession session, String text) {
				session.offerText(text);
			}
		}, null);
		this.topics = this.server.server().topics();
		for (String path : List.of("/a", "/b", "/c", "/d")) {
			this.peers.put(path, RawPeer.open(this.server.port(), path));
		}
		await().atMost(10, TimeUnit.SECONDS).until(() -> this.sessions.size() == 4);
	}

	@AfterEach
	void close() throws Exception {
		for (RawPeer peer : this.peers.values()) {
			peer.close();
		}
		this.server.close();
	}

	@Test
	void aTopicExistsWhileItHasMembers() {
		assertThat(this.topics.names()).isEmpty();
		assertThat(this.topics.count("news")).isZero();
		assertThat(this.topics.members("news")).isEmpty();
		assertThat(session("/a").join("news")).isTrue();
		assertThat(session("/a").join("news")).as("once").isFalse();
		assertThat(session("/b").join("news")).isTrue();
		assertThat(session("/b").join("weather")).isTrue();
		assertThat(this.topics.names()).containsExactlyInAnyOrder("news", "weather");
		assertThat(this.topics.count("news")).isEqualTo(2);
		assertThat(this.topics.members("news")).containsExactlyInAnyOrder(session("/a"), session("/b"));
		assertThat(session("/b").topics()).containsExactlyInAnyOrder("news", "weather");
		assertThat(session("/b").leave("weather")).isTrue();
		assertThat(session("/b").leave("weather")).isFalse();
		assertThat(this.topics.names()).containsExactly("news");
	}

	@Test
	void whatIsPublishedReachesTheMembersAndNobodyElse() throws Exception {
		session("/a").join("news");
		session("/b").join("news");
		session("/c").join("weather");
		this.topics.publish("news", PreparedMessage.text("one"));
		this.topics.publish("nobody's", PreparedMessage.text("lost"));
		this.topics.publish("news", PreparedMessage.text("two"), (session) -> session == session("/b"));
		this.topics.publish("news", PreparedMessage.text("three"));
		peer("/a").expectText("one");
		peer("/a").expectText("three");
		peer("/b").expectText("one");
		peer("/b").expectText("two");
		peer("/b").expectText("three");
		for (String path : List.of("/c", "/d")) {
			peer(path).sendText("echo");
			peer(path).expectText("echo");
		}
	}

	@Test
	void whoLeavesHearsNoMore() throws Exception {
		session("/a").join("news");
		session("/b").join("news");
		this.topics.publish("news", PreparedMessage.text("one"));
		peer("/a").expectText("one");
		session("/a").leave("news");
		this.topics.publish("news", PreparedMessage.text("two"));
		peer("/b").expectText("one");
		peer("/b").expectText("two");
		peer("/a").sendText("echo");
		peer("/a").expectText("echo");
	}

	@Test
	void aSessionThatClosesLeavesItsTopicsForGood() throws Exception {
		session("/a").join("news");
		session("/b").join("news");
		session("/a").join("weather");
		peer("/a").sendClose(1000);
		peer("/a").readToTheEnd();
		await().atMost(10, TimeUnit.SECONDS).until(() -> this.topics.count("news") == 1);
		assertThat(this.topics.names()).containsExactly("news");
		assertThat(this.topics.members("news")).containsExactly(session("/b"));
		assertThat(session("/a").join("news")).isFalse();
		assertThat(session("/a").topics()).isEmpty();
		assertThat(this.topics.count("news")).isOne();
	}

	@Test
	void thePublisherDoesNotWriteAndItsNextSendDoesNotOvertake() throws Exception {
		session("/a").join("news");
		for (int i = 0; i < 500; i++) {
			this.topics.publish("news", PreparedMessage.text("published " + i));
			session("/a").offerText("sent " + i);
		}
		for (int i = 0; i < 500; i++) {
			peer("/a").expectText("published " + i);
			peer("/a").expectText("sent " + i);
		}
	}

	@Test
	void aCloseDoesNotOvertakeWhatWasPublishedBefore() throws Exception {
		session("/a").join("news");
		for (int i = 0; i < 50; i++) {
			this.topics.publish("news", PreparedMessage.text("published " + i));
		}
		session("/a").close(CloseStatus.of(4000));
		for (int i = 0; i < 50; i++) {
			peer("/a").expectText("published " + i);
		}
		peer("/a").expectClose(4000, "");
	}

	@Test
	void aFilterThatThrowsKeepsTheMessageFromItsSessionOnly() throws Exception {
		for (String path : this.sessions.keySet()) {
			session(path).join("news");
		}
		this.topics.publish("news", PreparedMessage.text("one"), (session) -> {
			if (session == session("/a")) {
				throw new ExpectedFailure();
			}
			return true;
		});
		this.topics.publish("news", PreparedMessage.text("two"));
		for (String path : List.of("/b", "/c", "/d")) {
			peer(path).expectText("one");
			peer(path).expectText("two");
		}
		peer("/a").expectText("two");
	}

	@Test
	void onlyLoopsWithMembersAreGivenATask() throws Exception {
		for (String path : this.sessions.keySet()) {
			session(path).join("news");
		}
		Session stays = (Session) session("/a");
		for (WsSession session : this.sessions.values()) {
			if (((Session) session).loop() != stays.loop()) {
				session.leave("news");
			}
		}
		EventLoop other = this.sessions.values()
			.stream()
			.map((session) -> ((Session) session).loop())
			.filter((loop) -> loop != stays.loop())
			.findAny()
			.orElseThrow();
		CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
		other.execute(() -> mayGoOn.orTimeout(20, TimeUnit.SECONDS).join());
		this.topics.publish("news", PreparedMessage.text("one"));
		assertThat(other.isBehindFanOut()).isFalse();
		mayGoOn.complete(null);
		peer("/a").expectText("one");
		assertThat(this.topics.count("news")).isEqualTo(2);
	}

	@Test
	void membersComeAndGoWhileOthersPublish() throws Exception {
		session("/d").join("news");
		Thread publisher = new Thread(() -> {
			for (int i = 0; i < 500; i++) {
				this.topics.publish("news", PreparedMessage.text("" + i));
			}
		});
		publisher.start();
		for (int i = 0; i < 500; i++) {
			for (String path : List.of("/a", "/b", "/c")) {
				assertThat(session(path).join("news")).isTrue();
				assertThat(this.topics.names()).contains("news");
				assertThat(session(path).leave("news")).isTrue();
			}
		}
		publisher.join(10_000);
		for (int i = 0; i < 500; i++) {
			peer("/d").expectText("" + i);
		}
		assertThat(this.topics.members("news")).containsExactly(session("/d"));
	}

	private WsSession session(String path) {
		return this.sessions.get(path);
	}

	private RawPeer peer(String path) {
		return this.peers.get(path);
	}

}
