package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.CompressionPool;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Permessage-deflate over sockets: what is agreed on, what is compressed, and what is
 * given back.
 */
class CompressionTests {

	private static final String OFFER = "permessage-deflate";

	private static final String DEFAULT_ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

	private static final int COMPRESSED_TEXT = RawPeer.TEXT | 0x40;

	private static final CompressionOptions TAKEOVER = new CompressionOptions(6, 100, false, false, 15, 15);

	private static final TransportOptions COMPRESSING = TestServer.OPTIONS.withCompression(CompressionOptions.DEFAULTS);

	private static final String LONG = "compress me, ".repeat(200);

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final Recorder recorder = new Recorder();

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	@Test
	void withoutTheSettingEveryOfferIsDeclined() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, null);
				RawPeer peer = RawPeer.openWith(server.port(), OFFER, null)) {
			peer.sendHex("c1 80 00000000");
			peer.expectClose(1002, "rsv-bits");
		}
	}

	@Test
	void withTheSettingAnOfferIsAccepted() throws Exception {
		try (TestServer server = TestServer.start(COMPRESSING, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.openWith(server.port(), OFFER, DEFAULT_ANSWER);
				PeerInflater inflater = new PeerInflater()) {
			peer.sendFrame(COMPRESSED_TEXT, deflate(LONG));
			RawPeer.Frame echo = peer.readFrame();
			assertThat(echo.firstByte()).isEqualTo(COMPRESSED_TEXT);
			assertThat(inflater.inflate(echo.payload())).isEqualTo(LONG.getBytes(StandardCharsets.UTF_8));
			peer.sendText("short");
			peer.expectText("short");
		}
	}

	@Test
	void withoutAnOfferNothingIsCompressed() throws Exception {
		try (TestServer server = TestServer.start(COMPRESSING, new TestServer.Echo(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText(LONG);
			peer.expectText(LONG);
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, true, permessage-deflate", "true, false,", "false, true, permessage-deflate", "false, false," })
	void aDecisionMayHaveItsOwnSetting(boolean server, boolean session, String answer) throws Exception {
		UpgradeDecision.Accept decision = UpgradeDecision.accept(this.recorder)
			.withCompression(session ? new SessionCompression(TAKEOVER) : SessionCompression.OFF);
		try (TestServer started = TestServer.start(server ? COMPRESSING : TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(decision));
				RawPeer peer = RawPeer.openWith(started.port(), OFFER, answer)) {
			peer.sendClose(1000);
			peer.expectClose(1000, "");
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void clientAndServerUnderstandEachOther(boolean contextTakeover, boolean loop) throws Exception {
		CompressionOptions wanted = contextTakeover ? TAKEOVER : CompressionOptions.DEFAULTS;
		TransportOptions options = TestServer.OPTIONS.withCompression(wanted);
		try (TestServer server = TestServer.start(options, new TestServer.Echo(), loop ? null : this.executor);
				WsClient client = WsClient.builder().options(options).build()) {
			WsSession session = client.connect(server.uri(), this.recorder)
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			this.recorder.expect("open");
			Random random = new Random(7);
			for (int i = 0; i < 50; i++) {
				String text = LONG.substring(random.nextInt(LONG.length())) + i;
				session.sendText(text);
				session.sendText(text, SendOptions.DEFAULTS.uncompressed());
				session.offer(PreparedMessage.text(text));
				this.recorder.expect("text " + text, "text " + text, "text " + text);
			}
			byte[] noise = new byte[200_000];
			random.nextBytes(noise);
			session.sendBinary(ByteBuffer.wrap(noise));
			this.recorder.expect("binary 200000");
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, , true", "true, false, false", "false, , false", "false, true, true" })
	void aClientMayDecideForEachSession(boolean client, Boolean session, boolean offered) throws Exception {
		try (RawServer server = new RawServer();
				WsClient connecting = WsClient.builder().options(client ? COMPRESSING : TestServer.OPTIONS).build()) {
			WsClient.Request request = WsClient.Request.of(server.uri(), this.recorder);
			if (session != null) {
				request = session ? request.withCompression(TAKEOVER) : request.withoutCompression();
			}
			connecting.connect(request);
			try (RawPeer peer = server.accept()) {
				assertThat(peer.readHead().fields().containsKey("sec-websocket-extensions")).isEqualTo(offered);
			}
		}
	}

	@Test
	void aBroadcastIsCompressedForThoseWhoAskedForIt() throws Exception {
		try (TestServer server = TestServer.start(COMPRESSING, this.recorder, null);
				RawPeer compressing = RawPeer.openWith(server.port(), OFFER, DEFAULT_ANSWER);
				RawPeer plain = RawPeer.open(server.port());
				PeerInflater inflater = new PeerInflater()) {
			eventually().until(() -> server.server().sessions().size() == 2);
			server.server().sessions().broadcast(PreparedMessage.text(LONG));
			assertThat(inflater.inflate(compressing.readFrame().payload()))
				.isEqualTo(LONG.getBytes(StandardCharsets.UTF_8));
			plain.expectText(LONG);
			assertThat(server.server().compressors().live()).as("made once").isOne();
		}
	}

	/**
	 * Some leave in order, some are cut off between messages, some within one, and some
	 * break a rule.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aThousandSessionsThatEndInEveryWayLeaveNoNativeMemoryBehind(boolean loop) throws Exception {
		TransportOptions options = TestServer.OPTIONS.withCompression(TAKEOVER);
		byte[] message = deflate(LONG);
		CompressionPool pool;
		try (TestServer server = TestServer.start(options, new TestServer.Echo(), loop ? null : this.executor)) {
			pool = server.server().compressors();
			for (int i = 0; i < 1000; i++) {
				try (RawPeer peer = RawPeer.openWith(server.port(), OFFER, "permessage-deflate")) {
					peer.sendFrame(COMPRESSED_TEXT, message);
					assertThat(peer.readFrame().firstByte()).isEqualTo(COMPRESSED_TEXT);
					end(peer, i, message);
				}
			}
			eventually().untilAsserted(() -> assertThat(pool.live()).as("all are idle").isEqualTo(pool.idle()));
			assertThat(server.counts().sessionsOpened).hasValue(1000);
		}
		assertThat(pool.live()).isZero();
	}

	private static void end(RawPeer peer, int way, byte[] message) throws Exception {
		switch (way % 5) {
			case 0 -> {
				peer.sendClose(1000);
				peer.expectClose(1000, "");
			}
			case 1 -> peer.reset();
			case 2 -> {
				peer.sendFrame(COMPRESSED_TEXT & 0x7F, message);
				peer.reset();
			}
			case 3 -> {
				peer.sendFrame(COMPRESSED_TEXT, new byte[] { (byte) 0xFF, 1, 2, 3 });
				peer.expectClose(1007, "corrupt-deflate");
			}
			default -> {
				peer.sendFrame(COMPRESSED_TEXT, message);
				peer.reset();
			}
		}
	}

	/** As a peer does that forgets each message. */
	private static byte[] deflate(String text) {
		Deflater deflater = new Deflater(6, true);
		try {
			deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
			ByteArrayOutputStream deflated = new ByteArrayOutputStream();
			byte[] piece = new byte[1024];
			for (int count = piece.length; count == piece.length;) {
				count = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
				deflated.write(piece, 0, count);
			}
			byte[] all = deflated.toByteArray();
			return Arrays.copyOf(all, all.length - 4);
		}
		finally {
			deflater.end();
		}
	}

}
