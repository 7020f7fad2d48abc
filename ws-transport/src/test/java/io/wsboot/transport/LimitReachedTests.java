package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom a limit is told to, and that it is told once. Those with a test class of their own
 * are not here.
 */
class LimitReachedTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final Duration SHORT = Duration.ofMillis(150);

	private static final TransportOptions OPTIONS = TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE)
		.withLimits(new ProtocolLimits(4, 8, 3));

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	/** Hears of the session. */
	private final TestServer.Counts session = new TestServer.Counts();

	private final Recorder recorder = new Recorder();

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	private TestServer start(TransportOptions options) throws Exception {
		return TestServer.start(options, (request) -> CompletableFuture
			.completedStage(UpgradeDecision.accept(this.recorder).withListener(this.session)));
	}

	@ParameterizedTest
	@CsvSource({ "GET /longer-than-20-bytes HTTP/1.1, 414, REQUEST_LINE", "GET / HTTP/1.1|a:1|b:2|c:3|, 431, HEAD",
			"GET / HTTP/1.1|a:12345678901234567890123456789012345678901234567890, 431, HEAD" })
	void aRequestThatIsTooLargeIsToldToTheServersListener(String head, int status, Limit limit) throws Exception {
		HeadLimits heads = new HeadLimits(20, 60, 2);
		TransportOptions options = new TransportOptions(1, OPTIONS.receiveBufferSize(), OPTIONS.spin(), heads,
				OPTIONS.limits(), OPTIONS.timeouts(), OPTIONS.heartbeat(), OPTIONS.outbound(), OPTIONS.outboundBudget(),
				OPTIONS.maxBacklog(), OPTIONS.connectionLimits(), OPTIONS.sessionLimits(), null);
		try (TestServer server = start(options); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(head.replace("|", "\r\n"));
			assertThat(peer.expectRefusal().status()).isEqualTo(status);
			assertThat(server.counts().limits).containsExactly(limit);
			assertThat(this.session.limits).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "GET / HTTP/1.1" })
	void aHandshakeThatTakesTooLongIsToldToTheServersListener(String beginning) throws Exception {
		try (TestServer server = start(OPTIONS.withTimeouts(new Timeouts(SHORT, LONG, LONG, LONG)));
				RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(beginning);
			peer.readToTheEnd();
			assertThat(server.counts().limits).containsExactly(Limit.HANDSHAKE_TIMEOUT);
		}
	}

	@ParameterizedTest
	@CsvSource({ "82 85 00000000 0000000000, FRAME_SIZE",
			"02 84 00000000 00000000 00 84 00000000 00000000 80 81 00000000 00, MESSAGE_SIZE",
			"02 80 00000000 00 80 00000000 00 80 00000000 80 80 00000000, FRAGMENTS" })
	void aMessageAboveALimitIsToldToTheSessionsListener(String frames, Limit limit) throws Exception {
		try (TestServer server = start(OPTIONS); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex(frames);
			peer.readToTheEnd();
			assertThat(this.session.limits).containsExactly(limit);
			assertThat(server.counts().limits).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "82 84 00000000 00000000", "02 84 00000000 00000000 00 80 00000000 80 84 00000000 00000000" })
	void exactlyTheLimitIsNoNews(String frames) throws Exception {
		try (TestServer server = start(OPTIONS); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex(frames);
			peer.sendClose(1000);
			peer.expectClose(1000, "");
			assertThat(this.session.limits).isEmpty();
		}
	}

	@Test
	void anotherViolationIsNoLimit() throws Exception {
		try (TestServer server = start(OPTIONS); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("83 80 00000000");
			peer.readToTheEnd();
			assertThat(this.session.closedLocally).hasValue(1);
			assertThat(this.session.limits).isEmpty();
		}
	}

	@Test
	void onlyTheFirstLimitOfASessionIsTold() throws Exception {
		try (TestServer server = start(OPTIONS.withTimeouts(new Timeouts(LONG, SHORT, LONG, SHORT)));
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("02 81 00000000 00");
			peer.expectClose(1008, "message-timeout");
			// no answer: the close timeout is reached as well
			peer.expectEnd();
			this.recorder.expect("open", "close 1006");
			assertThat(this.session.limits).containsExactly(Limit.MESSAGE_TIMEOUT);
		}
	}

	@Test
	void aCloseThatIsNotAnsweredIsTold() throws Exception {
		try (TestServer server = start(OPTIONS.withTimeouts(new Timeouts(LONG, LONG, LONG, SHORT)));
				RawPeer peer = RawPeer.open(server.port())) {
			this.recorder.session().close();
			peer.expectClose(1000, "");
			peer.expectEnd();
			this.recorder.expect("open", "close 1006");
			assertThat(this.session.limits).containsExactly(Limit.CLOSE_TIMEOUT);
		}
	}

	@Test
	void aPeerThatTakesNothingIsToldTwiceAsStallAndAsLimit() throws Exception {
		try (TestServer server = start(
				OPTIONS.withTimeouts(new Timeouts(LONG, LONG, SHORT, LONG)).withHighWaterMark(Long.MAX_VALUE));
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			this.recorder.session().offerBinary(ByteBuffer.allocate(16 << 20));
			this.recorder.expect("open", "close 1006");
			assertThat(this.session.stalled).hasPositiveValue();
			assertThat(this.session.limits).containsExactly(Limit.WRITE_TIMEOUT);
		}
	}

	@Test
	void aQueueThatIsFullIsTold() throws Exception {
		try (TestServer server = start(OPTIONS.withHighWaterMark(64 * 1024));
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			WsSession open = this.recorder.session();
			for (int i = 0; i < 4096 && open.isOpen(); i++) {
				open.offerBinary(ByteBuffer.allocate(16 * 1024));
			}
			assertThat(open.isOpen()).isFalse();
			eventually().untilAsserted(() -> assertThat(this.session.limits).containsExactly(Limit.HIGH_WATER_MARK));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyPauseHasItsResumption(boolean atTheEnd) throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		WsHandler slow = new WsHandler() {
			@Override
			public void onText(WsSession opened, String text) {
				ClosingTests.awaitQuietly(go);
			}
		};
		try (TestServer server = TestServer.start(OPTIONS.withMaxBacklog(2), slow, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("81 81 00000000 61".repeat(10));
			eventually().untilAsserted(() -> assertThat(server.counts().paused).hasValue(1));
			assertThat(server.counts().resumed).hasValue(0);
			if (atTheEnd) {
				server.server().sessions().forEach((open) -> ((Session) open).connection().close());
				eventually().untilAsserted(() -> assertThat(server.counts().resumed).hasValue(1));
				go.countDown();
			}
			else {
				go.countDown();
				peer.sendClose(1000);
				peer.expectClose(1000, "");
			}
			peer.readToTheEnd();
			eventually().untilAsserted(() -> assertThat(server.counts().sessionsClosed).hasValue(1));
			assertThat(server.counts().resumed).hasValue(server.counts().paused.get());
		}
	}

}
