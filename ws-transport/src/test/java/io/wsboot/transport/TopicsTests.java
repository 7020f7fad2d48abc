package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is published reaches those who were members when it was.
 */
class TopicsTests {

	@Test
	void whoJoinsLaterDoesNotHearWhatWasPublishedBefore() throws Exception {
		List<WsSession> sessions = new CopyOnWriteArrayList<>();
		WsHandler handler = new WsHandler() {
			@Override
			public void onOpen(WsSession session) {
				sessions.add(session);
			}
		};
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(1), handler, null);
				RawPeer early = RawPeer.open(server.port());
				RawPeer late = RawPeer.open(server.port())) {
			await().atMost(10, TimeUnit.SECONDS).until(() -> sessions.size() == 2);
			Topics topics = server.server().topics();
			sessions.get(0).join("news");
			CountDownLatch published = new CountDownLatch(1);
			server.server().sessions().forEach((session) -> assertThat(isReleased(published)).isTrue());
			topics.publish("news", PreparedMessage.text("old"));
			sessions.get(1).join("news");
			topics.publish("news", PreparedMessage.text("new"));
			published.countDown();
			early.expectText("old");
			early.expectText("new");
			late.expectText("new");
		}
	}

	@Test
	void topicsAreVisitedUntilEnoughWereSeenAndThoseOfASessionAreNoUsers() throws Exception {
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(TestServer.OPTIONS, recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			Topics topics = server.server().topics();
			SessionGroups users = new SessionGroups();
			WsSession session = recorder.session();
			users.add("ann", session);
			List.of("one", "two", "three").forEach(session::join);
			List<String> seen = new ArrayList<>();
			topics.visit((name, members) -> {
				assertThat(members.contains(session)).isTrue();
				return seen.add(name);
			});
			assertThat(seen).containsExactlyInAnyOrder("one", "two", "three");
			assertThat(topics.size()).isEqualTo(3);
			seen.clear();
			topics.visit((name, members) -> {
				seen.add(name);
				return seen.size() < 2;
			});
			assertThat(seen).hasSize(2);
			assertThat(users.names(session)).containsExactly("ann");
			assertThat(users.size()).isEqualTo(1);
			assertThat(session.topics()).containsExactlyInAnyOrder("one", "two", "three");
		}
	}

	private static boolean isReleased(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
