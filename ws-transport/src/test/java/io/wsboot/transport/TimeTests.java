package io.wsboot.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What time does to an open session: unfinished messages, and silence broken by
 * heartbeats.
 */
class TimeTests {

	private static final TransportOptions SHORT_MESSAGES = TestServer.OPTIONS.withTimeouts(new Timeouts(
			Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10)));

	private static final TransportOptions LIVELY = TestServer.OPTIONS
		.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(50), Duration.ofMillis(400)));

	/** However busy the machine is, no pong comes too late. */
	private static final TransportOptions PATIENT = TestServer.OPTIONS
		.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(50), Duration.ofMinutes(1)));

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final Recorder recorder = new Recorder();

	@AfterEach
	void stop() {
		this.executor.shutdown();
		this.clock.shutdownNow();
	}

	private Executor executor(boolean loop) {
		return loop ? null : this.executor;
	}

	@ParameterizedTest
	@ValueSource(strings = { "01 81 00000000 61", "82 83 00000000 6162", "82 83 00", "82", "02 80 00000000" })
	void aMessageThatIsNotCompletedInTimeIs1008(String beginning) throws Exception {
		try (TestServer server = TestServer.start(SHORT_MESSAGES, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex(beginning);
			peer.expectClose(1008, "message-timeout");
		}
	}

	@Test
	void aSessionMayHaveATimeOfItsOwnForAMessage() throws Exception {
		SessionLimits own = SessionLimits.NONE.withMessageTimeout(Duration.ofMillis(200));
		SessionLimits patient = SessionLimits.NONE.withMessageTimeout(Duration.ofMinutes(1));
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withSessionLimits(own), this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("01 81 00000000 61");
			peer.expectClose(1008, "message-timeout");
		}
		try (TestServer server = TestServer.start(SHORT_MESSAGES,
				(request) -> CompletableFuture
					.completedFuture(UpgradeDecision.accept(new TestServer.Echo()).withSessionLimits(patient)));
				RawPeer slow = RawPeer.open(server.port())) {
			slow.sendHex("01 81 00000000 61");
			CompletableFuture<Void> later = new CompletableFuture<>();
			this.clock.schedule(() -> later.complete(null), 600, TimeUnit.MILLISECONDS);
			later.join();
			slow.sendHex("80 81 00000000 62");
			slow.expectText("ab");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void singleBytesDoNotExtendAMessage(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(SHORT_MESSAGES, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("82 ff 0000000000010000 00000000");
			this.clock.scheduleAtFixedRate(() -> {
				try {
					peer.send(new byte[1]);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, 0, 10, TimeUnit.MILLISECONDS);
			peer.expectClose(1008, "message-timeout");
		}
	}

	@Test
	void fragmentsAndPingsDoNotExtendAMessage() throws Exception {
		try (TestServer server = TestServer.start(SHORT_MESSAGES, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("01 80 00000000");
			this.clock.scheduleAtFixedRate(() -> {
				try {
					peer.sendHex("00 80 00000000" + "8a 80 00000000");
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, 0, 10, TimeUnit.MILLISECONDS);
			peer.expectClose(1008, "message-timeout");
		}
	}

	@Test
	void manyMessagesInTimeNeedNoTimeInAll() throws Exception {
		// long enough for one round trip on a busy machine, too short for all of them
		Duration each = Duration.ofMillis(1500);
		TransportOptions options = TestServer.OPTIONS
			.withTimeouts(new Timeouts(Duration.ofSeconds(10), each, Duration.ofSeconds(10), Duration.ofSeconds(10)));
		try (TestServer server = TestServer.start(options, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			long until = System.nanoTime() + each.plusMillis(500).toNanos();
			peer.sendHex("01 81 00000000 61");
			while (System.nanoTime() - until < 0) {
				// ends a message and begins the next
				peer.sendHex("80 81 00000000 62" + "01 81 00000000 61");
				peer.expectText("ab");
			}
			peer.sendHex("80 80 00000000");
			peer.expectText("a");
		}
	}

	@Test
	void timeStandsStillForAMessageThatIsNotRead() throws Exception {
		try (TestServer server = TestServer.start(SHORT_MESSAGES, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			WsSession session = this.recorder.session();
			peer.sendHex("01 81 00000000 61" + "89 80 00000000");
			assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.PONG);
			session.pauseReading();
			CountDownLatch later = new CountDownLatch(1);
			this.clock.schedule(later::countDown, 400, TimeUnit.MILLISECONDS);
			peer.sendHex("80 81 00000000 62");
			assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
			session.resumeReading();
			peer.sendClose(1000);
			peer.expectClose(1000, "");
			this.recorder.expect("open", "text ab", "close 1000");
		}
	}

	@Test
	void aMessageHasItsTimeAnewWhenReadingGoesOn() throws Exception {
		TransportOptions options = TestServer.OPTIONS.withTimeouts(new Timeouts(Duration.ofSeconds(10),
				Duration.ofMillis(1000), Duration.ofSeconds(10), Duration.ofSeconds(10)));
		try (TestServer server = TestServer.start(options, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			WsSession session = this.recorder.session();
			peer.sendHex("01 81 00000000 61" + "89 80 00000000");
			assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.PONG);
			session.pauseReading();
			CountDownLatch later = new CountDownLatch(1);
			this.clock.schedule(session::resumeReading, 800, TimeUnit.MILLISECONDS);
			this.clock.schedule(later::countDown, 1300, TimeUnit.MILLISECONDS);
			assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
			peer.sendHex("80 81 00000000 62");
			peer.sendClose(1000);
			peer.expectClose(1000, "");
			this.recorder.expect("open", "text ab", "close 1000");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void silenceIsBrokenByAPingWhosePongIsMeasured(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(PATIENT, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 1; i <= 5; i++) {
				RawPeer.Frame ping = peer.readFrame();
				assertThat(ping.firstByte()).isEqualTo(RawPeer.PING);
				peer.sendFrame(RawPeer.PONG, ping.payload());
				int answered = i;
				eventually().untilAsserted(() -> assertThat(server.counts().heartbeatsAnswered).hasValue(answered));
			}
			assertThat(this.recorder.session().isOpen()).isTrue();
			assertThat(server.counts().heartbeatsMissed).hasValue(0);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPongThatDoesNotComeEndsTheConnection(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(LIVELY, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			RawPeer.Frame ping = peer.readFrame();
			assertThat(ping.firstByte()).isEqualTo(RawPeer.PING);
			peer.sendFrame(RawPeer.PONG, "another payload".getBytes());
			peer.readToTheEnd();
			this.recorder.expect("open", "close 1006");
			assertThat(server.counts().heartbeatsMissed).hasValue(1);
			assertThat(server.counts().heartbeatsAnswered).hasValue(0);
			assertThat(server.counts().closedLocally).hasValue(1);
		}
	}

	@Test
	void messagesDoNotStandInForAPong() throws Exception {
		try (TestServer server = TestServer.start(LIVELY, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			this.clock.scheduleAtFixedRate(() -> {
				try {
					peer.sendText("busy");
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, 0, 10, TimeUnit.MILLISECONDS);
			peer.readToTheEnd();
			assertThat(server.counts().heartbeatsMissed).hasValue(1);
		}
	}

	@Test
	void aPeerThatReadsALargeMessageSlowlyIsNotTakenForDead() throws Exception {
		TransportOptions options = TestServer.OPTIONS
			.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(50), Duration.ofSeconds(2)))
			.withHighWaterMark(64 * 1024);
		// so that little of it lies in the kernel, in front of a ping
		ListenOptions place = ListenOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withConnections(ConnectionOptions.DEFAULTS.withSendBufferSize(32 * 1024));
		byte[] large = new byte[1 << 20];
		try (TestServer server = TestServer.start(place, options, this.recorder);
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			WsSession session = this.recorder.session();
			session.offerBinary(ByteBuffer.wrap(large));
			CountDownLatch later = new CountDownLatch(1);
			this.clock.schedule(later::countDown, 2500, TimeUnit.MILLISECONDS);
			assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
			int read = 0;
			boolean last = false;
			int pings = 0;
			while (!last || pings < 2) {
				RawPeer.Frame frame = peer.readFrame();
				if (frame.firstByte() == RawPeer.PING) {
					peer.sendFrame(RawPeer.PONG, frame.payload());
					pings++;
				}
				else {
					read += frame.payload().length;
					last = (frame.firstByte() & 0x80) != 0;
				}
			}
			assertThat(read).isEqualTo(large.length);
			assertThat(session.isOpen()).isTrue();
			assertThat(server.counts().heartbeatsMissed).hasValue(0);
		}
	}

	@Test
	void withoutAHeartbeatSilenceIsFine() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE), this.recorder,
				null); RawPeer peer = RawPeer.open(server.port())) {
			CountDownLatch later = new CountDownLatch(1);
			this.clock.schedule(later::countDown, 200, TimeUnit.MILLISECONDS);
			assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
			peer.sendClose(1000);
			peer.expectClose(1000, "");
		}
	}

}
