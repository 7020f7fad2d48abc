package io.wsboot.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The end of a session whose handler waits until its peer reads replies.
 */
class StrainedSessionTests {

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>());

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	@Test
	void aPeerThatGoesWithoutReadingItsRepliesStillEndsTheSession() throws Exception {
		List<String> handled = new CopyOnWriteArrayList<>();
		CompletableFuture<CloseStatus> closed = new CompletableFuture<>();
		String reply = "x".repeat(256 * 1024);
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				handled.add(text);
				session.offerText(reply);
			}

			@Override
			public void onClose(WsSession session, CloseStatus status) {
				closed.complete(status);
			}
		};
		try (TestServer server = TestServer.start(TestServer.OPTIONS, handler, this.executor);
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			int sent = 100;
			for (int i = 0; i < sent; i++) {
				peer.sendText("" + i);
			}
			await().atMost(10, TimeUnit.SECONDS).until(() -> handled.size() > 2 && this.executor.getActiveCount() == 0);
			assertThat(handled).as("the handler waits").hasSizeLessThan(sent);
			peer.reset();
			assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseStatus.ABNORMAL);
			assertThat(handled).as("what was read is handled before").hasSize(sent);
		}
	}

}
