package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random conversations: what the second codec writes is what is read, and what one role
 * sends is what the other receives.
 */
class RandomFramesTests {

	private static final int ROUNDS = 400;

	private final Random random = new Random(3);

	@ParameterizedTest
	@EnumSource
	void whatTheSecondCodecWritesIsRead(Role role) {
		for (int i = 0; i < ROUNDS; i++) {
			List<byte[]> wire = new ArrayList<>();
			List<String> expected = new ArrayList<>();
			for (int count = this.random.nextInt(8); count >= 0; count--) {
				writeMessage(role, wire, expected);
			}
			Recorder events = new Recorder();
			CountedBuffers buffers = new CountedBuffers(this.random.nextBoolean());
			WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS),
					events, new RecordedBytes(), buffers);
			feed(protocol, Wire.join(wire.toArray(byte[][]::new)));
			assertThat(events.take()).isEqualTo(expected);
			assertThat(buffers.lent()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatOneRoleSendsTheOtherReceives(Role sender) {
		Role receiver = (sender == Role.CLIENT) ? Role.SERVER : Role.CLIENT;
		for (int i = 0; i < ROUNDS; i++) {
			RecordedBytes bytes = new RecordedBytes().direct(this.random.nextBoolean());
			WebSocketProtocol sending = new WebSocketProtocol(ProtocolSettings.of(sender, ProtocolLimits.DEFAULTS),
					new Recorder(), bytes, BufferSource.HEAP);
			List<String> expected = new ArrayList<>();
			for (int count = this.random.nextInt(5); count >= 0; count--) {
				send(sending, expected);
			}
			sending.close(CloseStatus.NORMAL);
			expected.add("close 1000 ");
			Recorder events = new Recorder();
			feed(new WebSocketProtocol(ProtocolSettings.of(receiver, ProtocolLimits.DEFAULTS), events,
					new RecordedBytes(), BufferSource.HEAP), bytes.take());
			assertThat(events.take()).isEqualTo(expected);
		}
	}

	private void feed(WebSocketProtocol protocol, byte[] wire) {
		for (byte[] piece : Splits.pieces(wire, 1, 1 + this.random.nextInt(wire.length), this.random)) {
			protocol.receive(Wire.embedded(piece, this.random.nextBoolean()));
		}
	}

	/**
	 * One message in one to four fragments, with pings between them.
	 */
	private void writeMessage(Role role, List<byte[]> wire, List<String> expected) {
		boolean text = this.random.nextBoolean();
		byte[] payload = text ? Wire.utf8(text()) : Wire.random(length());
		int opcode = text ? 1 : 2;
		int at = 0;
		for (int left = this.random.nextInt(4); left >= 0; left--) {
			int length = (left == 0) ? payload.length - at : this.random.nextInt(payload.length - at + 1);
			byte[] fragment = new byte[length];
			System.arraycopy(payload, at, fragment, 0, length);
			wire.add(frame(role, (left == 0) ? 0x80 | opcode : opcode, fragment));
			at += length;
			opcode = 0;
			if (left > 0 && this.random.nextBoolean()) {
				byte[] ping = Wire.random(this.random.nextInt(126));
				wire.add(frame(role, 0x89, ping));
				expected.add("ping " + Wire.hex(ping));
			}
		}
		expected.add(text ? line(payload) : "binary " + Recorder.abridge(Wire.hex(payload)));
	}

	private byte[] frame(Role receiver, int firstByte, byte[] payload) {
		byte[] key = new byte[4];
		this.random.nextBytes(key);
		return NaiveFrames.encode(firstByte, (receiver == Role.SERVER) ? key : null, payload);
	}

	private void send(WebSocketProtocol sending, List<String> expected) {
		boolean handedOver = this.random.nextBoolean();
		byte[] text = Wire.utf8(text());
		byte[] data = Wire.random(length());
		switch (this.random.nextInt(5)) {
			case 0 -> {
				sending.sendText(Wire.embedded(text, handedOver), handedOver);
				expected.add(line(text));
			}
			case 1 -> {
				sending.sendBinary(Wire.embedded(data, handedOver), handedOver);
				expected.add("binary " + Recorder.abridge(Wire.hex(data)));
			}
			case 2 -> {
				sending.send(PreparedMessage.text(ByteBuffer.wrap(text)), false);
				expected.add(line(text));
			}
			case 3 -> {
				sending.send(PreparedMessage.binary(ByteBuffer.wrap(data)), false);
				expected.add("binary " + Recorder.abridge(Wire.hex(data)));
			}
			default -> {
				sending.sendPong(ByteBuffer.wrap(Wire.utf8("pong")));
				expected.add("pong " + Wire.hex(Wire.utf8("pong")));
			}
		}
	}

	private String text() {
		String alphabet = this.random.nextBoolean() ? "abcdefgh" : "aé€\u65e5bcd";
		int length = length() / 3;
		StringBuilder text = new StringBuilder(length);
		for (int i = 0; i < length; i++) {
			text.append(alphabet.charAt(this.random.nextInt(alphabet.length())));
		}
		return text.toString();
	}

	private int length() {
		int[] scales = { 10, 130, 2_000, 70_000, 150_000 };
		return this.random.nextInt(scales[this.random.nextInt((this.random.nextInt(10) == 0) ? 5 : 3)]);
	}

	private static String line(byte[] utf8) {
		String text = new String(utf8, StandardCharsets.UTF_8);
		boolean ascii = text.chars().allMatch((c) -> c < 0x80);
		return (ascii ? "ascii " : "text ") + Recorder.abridge(text);
	}

}
