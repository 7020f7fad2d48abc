package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole conversations between our two roles: every size of message, every kind of
 * content, each combination of parameters (RFC 7692 §7.1), taken as a whole and in
 * chunks.
 */
class Rfc7692ConversationTests {

	private static final int[] SIZES = { 0, 16, 64, 256, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072 };

	private static final int ROUNDS = 33;

	private final Random random = new Random(12);

	@ParameterizedTest
	@MethodSource
	void everySizeArrives(Role sender, DeflateParameters parameters, boolean chunks) {
		CompressionPool pool = new CompressionPool(1);
		PerMessageDeflate deflate = new PerMessageDeflate(parameters,
				new CompressionOptions(1 + this.random.nextInt(9), 0, true, true, 15, 15), pool);
		RecordedBytes bytes = new RecordedBytes();
		Recorder events = new Recorder();
		CountedBuffers buffers = new CountedBuffers(true);
		WebSocketProtocol sending = new WebSocketProtocol(
				new ProtocolSettings(sender, ProtocolLimits.DEFAULTS, false, deflate), new Recorder(), bytes,
				BufferSource.HEAP);
		WebSocketProtocol receiving = new WebSocketProtocol(
				new ProtocolSettings(sender.peer(), ProtocolLimits.DEFAULTS, chunks, deflate),
				chunks ? new JoinedChunks(events) : events, new RecordedBytes(), buffers);
		List<String> expected = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			int size = SIZES[round % SIZES.length];
			boolean text = this.random.nextBoolean();
			byte[] payload = text ? text(size) : data(size);
			send(sending, text, payload);
			expected.add(line(text, payload));
			byte[] wire = bytes.take();
			for (byte[] piece : Splits.pieces(wire, 1, 1 + wire.length / (1 + round % 4), this.random)) {
				receiving.receive(Wire.embedded(piece, round % 3 == 0));
			}
		}
		assertThat(events.take()).isEqualTo(expected);
		sending.deflater().close();
		receiving.endInput();
		assertThat(buffers.lent()).isZero();
		assertThat(pool.live()).isEqualTo(pool.idle());
	}

	static Stream<Arguments> everySizeArrives() {
		List<Arguments> all = new ArrayList<>();
		for (Role sender : Role.values()) {
			for (int windowBits : new int[] { 8, 9, 12, 15 }) {
				for (int kind = 0; kind < 4; kind++) {
					DeflateParameters parameters = new DeflateParameters(kind % 2 == 0, kind / 2 == 0, windowBits,
							23 - windowBits);
					all.add(Arguments.of(sender, parameters, kind == 1 || kind == 2));
				}
			}
		}
		return all.stream();
	}

	private void send(WebSocketProtocol sending, boolean text, byte[] payload) {
		ByteBuffer whole = Wire.embedded(payload, this.random.nextBoolean());
		MessageDeflater deflater = sending.deflater();
		switch (this.random.nextInt(4)) {
			case 0 -> sendPieces(sending, text, payload);
			case 1 -> {
				PreparedMessage message = text ? PreparedMessage.text(whole) : PreparedMessage.binary(whole);
				sending.send(message, deflater.prepare(message));
			}
			default -> {
				ByteBuffer deflated = deflater.wants(payload.length) ? deflater.deflate(whole) : null;
				if (deflated != null) {
					sending.sendDeflated(text, deflated);
				}
				else if (text) {
					sending.sendText(whole, false);
				}
				else {
					sending.sendBinary(whole, false);
				}
			}
		}
		deflater.release();
	}

	private void sendPieces(WebSocketProtocol sending, boolean text, byte[] payload) {
		boolean deflated = this.random.nextInt(4) > 0;
		sending.beginMessage(text, deflated);
		int at = 0;
		while (at < payload.length) {
			int length = Math.min(payload.length - at, 1 + this.random.nextInt(20_000));
			ByteBuffer piece = ByteBuffer.wrap(payload, at, length);
			at += length;
			boolean last = at == payload.length;
			sending.sendFragment(deflated ? sending.deflater().deflatePart(piece, last) : piece, last);
		}
		if (payload.length == 0) {
			ByteBuffer nothing = ByteBuffer.allocate(0);
			sending.sendFragment(deflated ? sending.deflater().deflatePart(nothing, true) : nothing, true);
		}
	}

	private byte[] text(int size) {
		String alphabet = this.random.nextBoolean() ? "abc \"{}:," : "aé€日 ";
		StringBuilder text = new StringBuilder();
		int length = 0;
		while (length < size) {
			char c = alphabet.charAt(this.random.nextInt(alphabet.length()));
			int width = (c < 0x80) ? 1 : (c < 0x800) ? 2 : 3;
			text.append((length + width <= size) ? c : 'x');
			length += (length + width <= size) ? width : 1;
		}
		return Wire.utf8(text.toString());
	}

	private byte[] data(int size) {
		byte[] data = new byte[size];
		if (this.random.nextInt(3) > 0) {
			this.random.nextBytes(data);
		}
		if (this.random.nextBoolean()) {
			for (int i = 0; i < size; i++) {
				data[i] &= 0x0F;
			}
		}
		return data;
	}

	private static String line(boolean text, byte[] payload) {
		if (!text) {
			return "binary " + Recorder.abridge(Wire.hex(payload));
		}
		return (Wire.isAscii(payload) ? "ascii " : "text ")
				+ Recorder.abridge(new String(payload, StandardCharsets.UTF_8));
	}

}
