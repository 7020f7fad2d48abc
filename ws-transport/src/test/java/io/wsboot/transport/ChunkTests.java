package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that a handler takes piece by piece.
 */
@Timeout(60)
class ChunkTests {

	private static final ProtocolLimits LIFTED = new ProtocolLimits(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final Chunks chunks = new Chunks();

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	private Executor executor(boolean loop) {
		return loop ? null : this.executor;
	}

	private TestServer start(TransportOptions options, ProtocolLimits limits, boolean loop) throws Exception {
		UpgradeDecision decision = UpgradeDecision.accept(this.chunks).withExecutor(executor(loop)).withLimits(limits);
		return TestServer.start(options, (request) -> CompletableFuture.completedStage(decision));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMessageComesInPiecesAsTheyAreRead(boolean loop) throws Exception {
		try (TestServer server = start(TestServer.OPTIONS, null, loop); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("01 82 00000000 61c3");
			this.chunks.expect("text a");
			peer.sendHex("00 81 00000000 a4");
			this.chunks.expect("text ä");
			peer.sendHex("89 80 00000000" + "80 80 00000000");
			this.chunks.expect("text  last");
			peer.sendHex("82 82 00000000 0102" + "82 80 00000000");
			this.chunks.expect("binary 2 last", "binary 0 last");
			eventually().untilAsserted(() -> assertThat(server.counts().handled).hasValue(3));
			assertThat(server.counts().received).as("each message once").hasValue(3);
			peer.sendClose(1000);
			this.chunks.expect("close 1000");
		}
	}

	/** What the peer has written while the handler takes nothing is all that can wait. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMessageOf256MiBGoesThroughAndOnlyALittleOfItEverWaits(boolean loop) throws Exception {
		long size = 256L << 20;
		AtomicLong written = new AtomicLong();
		this.chunks.mayGoOn = new CountDownLatch(1);
		try (TestServer server = start(TestServer.OPTIONS, LIFTED, loop); RawPeer peer = RawPeer.open(server.port())) {
			CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(peer, size, written),
					this.executor);
			eventually().until(() -> this.chunks.bytes.get() > 0);
			long stalled = -1;
			while (stalled != written.get()) {
				stalled = written.get();
				CountDownLatch aMoment = new CountDownLatch(1);
				assertThat(aMoment.await(300, TimeUnit.MILLISECONDS)).isFalse();
			}
			assertThat(stalled).as("with all that the kernel takes").isLessThan(64L << 20);
			this.chunks.mayGoOn.countDown();
			writing.get(50, TimeUnit.SECONDS);
			eventually().until(() -> this.chunks.bytes.get() == size);
			assertThat(this.chunks.largest.get()).isLessThanOrEqualTo(512 * 1024);
			eventually().untilAsserted(() -> assertThat(server.counts().received).hasValue(1));
			assertThat(server.counts().receivedBytes).hasValue(size);
			peer.sendClose(1000);
			peer.expectClose(1000, "");
		}
	}

	private static void write(RawPeer peer, long size, AtomicLong written) {
		try {
			peer.send(ByteBuffer.allocate(14).put((byte) 0x82).put((byte) 0xFF).putLong(size).array());
			byte[] piece = new byte[1 << 20];
			for (long left = size; left > 0; left -= piece.length) {
				peer.send(piece);
				written.addAndGet(piece.length);
			}
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void aCompressedMessageComesInPiecesToo() throws Exception {
		TransportOptions options = TestServer.OPTIONS.withCompression(CompressionOptions.DEFAULTS);
		try (TestServer server = start(options, LIFTED, false);
				WsClient client = WsClient.builder().options(options).build()) {
			WsSession session = client.connect(server.uri(), new Recorder())
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			session.sendBinary(ByteBuffer.allocate(32 << 20));
			eventually().until(() -> this.chunks.bytes.get() == 32 << 20);
			assertThat(this.chunks.largest.get()).isLessThanOrEqualTo(512 * 1024);
		}
	}

	@Test
	void theLimitIsThatOfTheWholeMessage() throws Exception {
		try (TestServer server = start(TestServer.OPTIONS, new ProtocolLimits(10, 10, 10), false);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("02 86 00000000 010203040506" + "80 85 00000000 0102030405");
			peer.expectClose(1009, "message-too-big");
			this.chunks.expect("binary 6", "close 1009");
			assertThat(server.counts().received).hasValue(0);
		}
	}

	@Test
	void theTimeIsThatOfTheWholeMessage() throws Exception {
		TransportOptions options = TestServer.OPTIONS.withTimeouts(new Timeouts(Duration.ofSeconds(10),
				Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10)));
		try (TestServer server = start(options, null, true); RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("02 81 00000000 01");
			this.chunks.expect("binary 1");
			peer.expectClose(1008, "message-timeout");
		}
	}

	@Test
	void aLimitIsLiftedOnlyForAHandlerThatTakesChunks() throws Exception {
		UpgradeDecision decision = UpgradeDecision.accept(new Recorder()).withLimits(LIFTED);
		try (TestServer server = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(decision));
				RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.UPGRADE);
			assertThat(peer.expectRefusal().status()).isEqualTo(500);
		}
	}

	/** Writes down small chunks and counts large ones. */
	private static final class Chunks implements WsHandler {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		private final AtomicLong bytes = new AtomicLong();

		private final AtomicLong largest = new AtomicLong();

		private volatile CountDownLatch mayGoOn = new CountDownLatch(0);

		@Override
		public boolean wantsChunks() {
			return true;
		}

		@Override
		public void onChunk(WsSession session, boolean text, ByteBuffer chunk, boolean last) throws Exception {
			this.bytes.addAndGet(chunk.remaining());
			this.largest.accumulateAndGet(chunk.remaining(), Math::max);
			String payload = text ? "text " + StandardCharsets.UTF_8.decode(chunk) : "binary " + chunk.remaining();
			this.events.add(payload + (last ? " last" : ""));
			assertThat(this.mayGoOn.await(50, TimeUnit.SECONDS)).isTrue();
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) {
			this.events.add("close " + status.code());
		}

		void expect(String... expected) throws InterruptedException {
			for (String event : expected) {
				assertThat(this.events.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
			}
		}

	}

}
