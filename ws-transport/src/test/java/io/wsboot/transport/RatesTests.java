package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a peer may send in a second. Everything that counts is written at once, so that no
 * time is granted in between.
 */
class RatesTests {

	private static final int MANY = 5000;

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final Recorder recorder = new Recorder();

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	private static TransportOptions limited(long messages, long bytes) {
		return TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE)
			.withSessionLimits(new SessionLimits(messages, bytes, Duration.ZERO));
	}

	private TestServer start(TransportOptions options, boolean loop) throws Exception {
		return TestServer.start(options, this.recorder, loop ? null : this.executor);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void exactlyTheLimitOfMessagesIsDelivered(boolean loop) throws Exception {
		try (TestServer server = start(limited(3, 0), loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("81 81 00000000 61" + "82 81 00000000 62" + "81 81 00000000 63" + "88 82 00000000 03e8");
			peer.expectClose(1000, "");
			this.recorder.expect("open", "text a", "binary 1", "text c", "close 1000");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void oneMessageMoreIs1008BehindWhatWasRight(boolean loop) throws Exception {
		try (TestServer server = start(limited(3, 0), loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("81 81 00000000 61" + "81 81 00000000 62" + "81 81 00000000 63" + "81 81 00000000 64"
					+ "81 81 00000000 65");
			peer.expectClose(1008, "message-rate");
			peer.expectEnd();
			this.recorder.expect("open", "text a", "text b", "text c", "close 1008 message-rate");
			assertThat(server.counts().limits).containsExactly(Limit.MESSAGE_RATE);
			assertThat(server.counts().closedLocally).hasValue(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "89 80 00000000", "8a 80 00000000", "01 80 00000000 80 80 00000000" })
	void pingsPongsAndFragmentedMessagesCountToo(String one) throws Exception {
		try (TestServer server = start(limited(3, 0), true); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex((one + " ").repeat(4));
			RawPeer.Frame frame = peer.readFrame();
			while (frame.firstByte() == RawPeer.PONG) {
				frame = peer.readFrame();
			}
			assertThat(frame.closeReason()).isEqualTo("message-rate");
		}
	}

	@Test
	void aFloodOfPingsIsCutOff() throws Exception {
		try (TestServer server = start(limited(100, 0), true); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("89 80 00000000".repeat(MANY));
			peer.readToTheEnd();
			assertThat(server.counts().limits).containsExactly(Limit.MESSAGE_RATE);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void exactlyTheLimitOfBytesIsDeliveredAndOneMoreIs1008(boolean loop) throws Exception {
		TransportOptions options = limited(0, 4).withLimits(new ProtocolLimits(4, 4, 10));
		try (TestServer server = start(options, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("82 83 00000000 616263" + "82 81 00000000 64" + "82 81 00000000 65");
			peer.expectClose(1008, "byte-rate");
			this.recorder.expect("open", "binary 3", "binary 1", "close 1008 byte-rate");
			assertThat(server.counts().limits).containsExactly(Limit.BYTE_RATE);
		}
	}

	@Test
	void chunksCountWhenTheyArrive() throws Exception {
		TransportOptions options = limited(0, 10);
		WsHandler chunks = new WsHandler() {
			@Override
			public boolean wantsChunks() {
				return true;
			}

			@Override
			public void onChunk(WsSession session, boolean text, ByteBuffer bytes, boolean last) {
				// taken
			}
		};
		try (TestServer server = TestServer.start(options, chunks, null); RawPeer peer = RawPeer.open(server.port())) {
			// one read is always taken, two are not
			byte[] message = new byte[options.receiveBufferSize() * 2];
			peer.send(peer.frame(RawPeer.BINARY, message));
			peer.readToTheEnd();
			assertThat(server.counts().limits).containsExactly(Limit.BYTE_RATE);
			assertThat(server.counts().received).hasValue(0);
		}
	}

	@Test
	void aSessionMayHaveLimitsOfItsOwn() throws Exception {
		SessionLimits own = SessionLimits.NONE.withMessagesPerSecond(2);
		try (TestServer server = TestServer.start(limited(1, 0),
				(request) -> CompletableFuture
					.completedStage(UpgradeDecision.accept(this.recorder).withSessionLimits(own)));
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("81 81 00000000 61" + "81 81 00000000 62" + "81 81 00000000 63");
			peer.expectClose(1008, "message-rate");
			this.recorder.expect("open", "text a", "text b", "close 1008 message-rate");
		}
	}

	@Test
	void pongsThatAnswerTheHeartbeatDoNotCount() throws Exception {
		TransportOptions options = limited(1, 0)
			.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(20), Duration.ofSeconds(10)));
		try (TestServer server = start(options, true); RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 1; i <= 5; i++) {
				RawPeer.Frame ping = peer.readFrame();
				assertThat(ping.firstByte()).isEqualTo(RawPeer.PING);
				peer.sendFrame(RawPeer.PONG, ping.payload());
				int answered = i;
				eventually().untilAsserted(() -> assertThat(server.counts().heartbeatsAnswered).hasValue(answered));
			}
			assertThat(server.counts().limits).isEmpty();
		}
	}

	@Test
	void aClientLimitsItsServerTheSameWay() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new WsHandler() {
			@Override
			public void onOpen(WsSession session) {
				for (int i = 0; i < 3; i++) {
					session.offerText("flood");
				}
			}
		}, null); WsClient client = WsClient.builder().options(limited(2, 0)).build()) {
			client.connect(server.uri(), this.recorder);
			this.recorder.expect("open", "text flood", "text flood", "close 1008 message-rate");
		}
	}

}
