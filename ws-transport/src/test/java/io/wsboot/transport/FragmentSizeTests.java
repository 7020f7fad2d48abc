package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long frames are on the wire, whichever way a message takes.
 */
class FragmentSizeTests {

	private static final int KIB = 1024;

	private static final int RSV1 = 0x40;

	private final Recorder recorder = new Recorder();

	private TestServer server;

	private RawPeer peer;

	@AfterEach
	void stop() throws Exception {
		if (this.peer != null) {
			this.peer.close();
		}
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 125, 1000, 16 * KIB, 65535, 64 * KIB, 100_000, 16 * KIB * KIB })
	void everyWayOfSendingKeepsToTheSize(int most) throws Exception {
		open(options(most));
		WsSession session = this.recorder.session();
		for (int size : new int[] { most - 1, most, most + 1, 300_000 }) {
			byte[] payload = noise(Math.min(size, 400_000));
			session.sendBinary(ByteBuffer.wrap(payload));
			expect(RawPeer.BINARY, payload, most);
			session.offerBinary(ByteBuffer.allocateDirect(payload.length).put(payload).flip());
			expect(RawPeer.BINARY, payload, most);
			session.offer(PreparedMessage.binary(ByteBuffer.wrap(payload)), Delivery.standard());
			expect(RawPeer.BINARY, payload, most);
			try (OutputStream out = session.openBinary()) {
				out.write(payload);
			}
			expect(RawPeer.BINARY, payload, most);
		}
		String text = "é".repeat(100_000);
		session.sendText(text);
		expect(RawPeer.TEXT, text.getBytes(StandardCharsets.UTF_8), most);
	}

	@Test
	void aMessageIsCutNoMoreThanItMustBe() throws Exception {
		open(options(100_000));
		this.recorder.session().sendBinary(ByteBuffer.allocate(250_000));
		assertThat(frame()).isEqualTo(100_000);
		assertThat(frame()).isEqualTo(100_000);
		assertThat(frame()).isEqualTo(50_000);
	}

	/** Between 16 and 64 KiB what a handler on the loop sends back is not copied. */
	@ParameterizedTest
	@CsvSource({ "16384, 20000", "20000, 20000", "19999, 20000", "40000, 65536", "125, 16384", "1048576, 65536" })
	void whatIsSentBackFromWhereItLiesKeepsToTheSize(int most, int length) throws Exception {
		open(options(most).withEventLoops(1), new WsHandler() {

			@Override
			public void onBinary(WsSession session, ByteBuffer payload) {
				session.offerBinary(payload);
			}

		});
		for (int i = 0; i < 20; i++) {
			byte[] payload = noise(length);
			this.peer.sendFrame(RawPeer.BINARY, payload);
			expect(RawPeer.BINARY, payload, most);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 125, 4096, 100_000 })
	void compressedMessagesKeepToTheSizeAsTheyAreOnTheWire(int most) throws Exception {
		this.server = TestServer.start(
				options(most).withCompression(new CompressionOptions(6, KIB, true, true, 15, 15)), this.recorder, null);
		this.peer = RawPeer.openWith(this.server.port(), "permessage-deflate",
				"permessage-deflate; server_no_context_takeover; client_no_context_takeover");
		byte[] payload = noise(300_000);
		for (int i = 0; i < payload.length; i++) {
			payload[i] &= 0x0F;
		}
		WsSession session = this.recorder.session();
		session.sendBinary(ByteBuffer.wrap(payload));
		session.offer(PreparedMessage.binary(ByteBuffer.wrap(payload)), Delivery.standard());
		for (int i = 0; i < 2; i++) {
			byte[] deflated = read(RSV1 | RawPeer.BINARY, most);
			assertThat(deflated.length).isBetween(100_001, payload.length - 1);
			try (PeerInflater inflater = new PeerInflater()) {
				assertThat(inflater.inflate(deflated)).isEqualTo(payload);
			}
		}
	}

	@Test
	void eachMemberOfATopicHasTheSizeOfItsOwn() throws Exception {
		this.server = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new WsHandler() {

					@Override
					public void onOpen(WsSession session) {
						session.join("news");
						session.offerText("in");
					}

				})
					.withOutbound(
							OutboundLimits.DEFAULTS.withFragmentSize(Integer.parseInt(request.path().substring(1))))));
		byte[] payload = noise(200_000);
		int[] sizes = { 1000, 64 * KIB, 1024 * KIB };
		RawPeer[] members = new RawPeer[sizes.length];
		try {
			for (int i = 0; i < sizes.length; i++) {
				members[i] = RawPeer.open(this.server.port(), "/" + sizes[i]);
				members[i].expectText("in");
			}
			for (int round = 0; round < 2; round++) {
				this.server.server().topics().publish("news", PreparedMessage.binary(ByteBuffer.wrap(payload)));
				for (int i = 0; i < sizes.length; i++) {
					this.peer = members[i];
					expect(RawPeer.BINARY, payload, Math.min(sizes[i], 64 * KIB));
				}
			}
		}
		finally {
			for (RawPeer member : members) {
				if (member != null) {
					member.close();
				}
			}
		}
	}

	private static TransportOptions options(int fragmentSize) {
		return TestServer.OPTIONS.withFragmentSize(fragmentSize);
	}

	private void open(TransportOptions options) throws Exception {
		open(options, this.recorder);
	}

	private void open(TransportOptions options, WsHandler handler) throws Exception {
		this.server = TestServer.start(options, handler, null);
		this.peer = RawPeer.open(this.server.port());
	}

	private void expect(int firstByte, byte[] payload, int most) throws IOException {
		assertThat(Arrays.equals(read(firstByte, most), payload)).as("the message as it was sent").isTrue();
	}

	/** Reads a message, in frames no longer than they may be. */
	private byte[] read(int firstByte, int most) throws IOException {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		int expected = firstByte & 0x7F;
		RawPeer.Frame frame;
		do {
			frame = this.peer.readFrame();
			assertThat(frame.firstByte() & 0x7F).as("RSV1 and opcode").isEqualTo(expected);
			assertThat(frame.payload().length).isLessThanOrEqualTo(most);
			message.writeBytes(frame.payload());
			expected = 0;
		}
		while ((frame.firstByte() & 0x80) == 0);
		return message.toByteArray();
	}

	private int frame() throws IOException {
		return this.peer.readFrame().payload().length;
	}

	private static byte[] noise(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
