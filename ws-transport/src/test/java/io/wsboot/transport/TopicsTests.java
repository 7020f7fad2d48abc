package io.wsboot.transport;

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
