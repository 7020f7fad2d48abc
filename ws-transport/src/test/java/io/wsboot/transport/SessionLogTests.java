package io.wsboot.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of each session, and of decisions that fail.
 */
class SessionLogTests {

	private static final Logger SESSIONS = Logger.getLogger(WsSession.class.getName());

	private static final Logger REQUESTS = Logger.getLogger(HttpStage.class.getName());

	private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord line) {
			SessionLogTests.this.lines.add(line);
		}

		@Override
		public void flush() {
			// nothing waits
		}

		@Override
		public void close() {
			// nothing is open
		}

	};

	@BeforeEach
	void listen() {
		this.handler.setLevel(Level.ALL);
		for (Logger logger : List.of(SESSIONS, REQUESTS)) {
			logger.addHandler(this.handler);
			logger.setUseParentHandlers(false);
		}
	}

	@AfterEach
	void listenNoMore() {
		for (Logger logger : List.of(SESSIONS, REQUESTS)) {
			logger.removeHandler(this.handler);
			logger.setUseParentHandlers(true);
			logger.setLevel(null);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aSessionThatItsPeerClosesHasOneLine(boolean afterAMessage) throws Exception {
		SESSIONS.setLevel(Level.FINE);
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			if (afterAMessage) {
				peer.sendText("hello");
				peer.expectText("hello");
			}
			peer.sendClose(4001);
			peer.expectClose(4001, "");
			eventually().untilAsserted(() -> assertThat(this.lines).hasSize(1));
		}
		assertThat(this.lines).singleElement().satisfies((line) -> {
			assertThat(line.getLevel()).isEqualTo(Level.FINE);
			assertThat(line.getMessage()).matches("Session [0-9a-f]{32} of /127\\.0\\.0\\.1:\\d+ was open for \\d+ ms,"
					+ " received \\d+ bytes and sent \\d+; closed by the peer with 4001, because of peer");
		});
	}

	@Test
	void theLineSaysHowMuchWasExchanged() throws Exception {
		SESSIONS.setLevel(Level.FINE);
		long[] bytes = new long[2];
		for (int i = 0; i < 2; i++) {
			try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null);
					RawPeer peer = RawPeer.open(server.port())) {
				for (int sent = 0; sent < i; sent++) {
					peer.sendText("x".repeat(100));
					peer.expectText("x".repeat(100));
				}
				peer.sendClose(1000);
				peer.expectClose(1000, "");
				eventually().untilAsserted(() -> assertThat(this.lines).isNotEmpty());
			}
			String line = this.lines.remove(0).getMessage();
			long received = Long.parseLong(line.replaceAll(".*received (\\d+) bytes.*", "$1"));
			long sent = Long.parseLong(line.replaceAll(".*and sent (\\d+);.*", "$1"));
			if (i == 0) {
				bytes[0] = received;
				bytes[1] = sent;
			}
			else {
				assertThat(sent - bytes[1]).as("a frame of 100 bytes").isEqualTo(102);
				assertThat(received - bytes[0]).as("a masked one").isEqualTo(106);
			}
		}
	}

	@Test
	void aSessionThatThisSideEndsSaysWhy() throws Exception {
		SESSIONS.setLevel(Level.FINE);
		WsHandler failing = new WsHandler() {

			@Override
			public void onText(WsSession session, String text) {
				session.close(CloseReason.GOING_AWAY.status());
			}

		};
		try (TestServer server = TestServer.start(TestServer.OPTIONS, failing, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("hello");
			peer.expectClose(1001, "going-away");
			peer.sendClose(1001);
			eventually().untilAsserted(() -> assertThat(this.lines).hasSize(1));
		}
		assertThat(this.lines.get(0).getMessage()).contains("closed by this side with 1001")
			.endsWith("because of going-away");
	}

	@Test
	void atInfoThereIsNoLine() throws Exception {
		SESSIONS.setLevel(Level.INFO);
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendClose(1000);
			peer.expectClose(1000, "");
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
		}
		assertThat(this.lines).isEmpty();
	}

	@Test
	void decisionsThatFailAreNotLoggedAsOftenAsTheyFail() throws Exception {
		REQUESTS.setLevel(Level.INFO);
		int requests = 20;
		try (TestServer server = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.failedStage(new ExpectedFailure()))) {
			for (int i = 0; i < requests; i++) {
				try (RawPeer peer = RawPeer.connect(server.port())) {
					peer.send(RawPeer.upgrade("/"));
					assertThat(peer.expectRefusal().status()).isEqualTo(500);
				}
			}
		}
		assertThat(this.lines).hasSizeLessThan(requests)
			.allSatisfy((line) -> assertThat(line.getMessage()).startsWith("The decision on an upgrade failed")
				.contains("Correct"));
	}

}
