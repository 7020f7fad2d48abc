package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever arrives is a message or a violation, never another exception, and never more
 * memory than the limits allow.
 */
class NoiseTests {

	private static final int ROUNDS = 4_000;

	private static final ProtocolLimits LIMITS = new ProtocolLimits(3_000, 5_000, 20);

	@ParameterizedTest
	@EnumSource
	void randomBytesAreAnsweredInOrder(Role role) {
		Random random = new Random(1);
		int violations = 0;
		for (int i = 0; i < ROUNDS; i++) {
			byte[] noise = new byte[1 + random.nextInt(200)];
			random.nextBytes(noise);
			violations += feed(role, noise, random);
		}
		assertThat(violations).isGreaterThan(ROUNDS / 2);
	}

	@ParameterizedTest
	@EnumSource
	void spoiledFramesAreAnsweredInOrder(Role role) {
		Random random = new Random(2);
		int violations = 0;
		for (int i = 0; i < ROUNDS; i++) {
			byte[] wire = frames(role, random);
			for (int spoiled = random.nextInt(4); spoiled > 0; spoiled--) {
				wire[random.nextInt(wire.length)] = (byte) random.nextInt();
			}
			violations += feed(role, wire, random);
		}
		assertThat(violations).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
	}

	/**
	 * Frames that are well-formed one by one and in no sensible order.
	 */
	private static byte[] frames(Role role, Random random) {
		int[] firstBytes = { 0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x89, 0x8A, 0x00, 0x80 };
		List<byte[]> frames = new ArrayList<>();
		for (int count = 1 + random.nextInt(6); count > 0; count--) {
			int firstByte = firstBytes[random.nextInt(firstBytes.length)];
			int length = random.nextInt((firstByte > 0x82 || random.nextBoolean()) ? 126 : 3_100);
			frames.add(Wire.frameTo(role, firstByte, "é".repeat(length / 2)));
		}
		return Wire.join(frames.toArray(byte[][]::new));
	}

	/**
	 * Feeds what arrives, in random pieces.
	 * @return 1 if a violation was found
	 */
	private static int feed(Role role, byte[] wire, Random random) {
		Recorder events = new Recorder();
		CountedBuffers buffers = new CountedBuffers(false);
		WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, LIMITS), events,
				new RecordedBytes(), buffers);
		for (byte[] piece : Splits.pieces(wire, 1, 1 + random.nextInt(wire.length), random)) {
			ByteBuffer in = ByteBuffer.wrap(piece);
			protocol.receive(in);
			assertThat(in.hasRemaining()).isFalse();
			assertThat(buffers.lentBytes()).isLessThanOrEqualTo(LIMITS.maxMessageSize());
		}
		protocol.endInput();
		assertThat(buffers.lent()).isZero();
		List<String> lines = events.take();
		long last = lines.stream().filter((line) -> line.matches("(?s)(violation|close) .*")).count();
		assertThat(last).as("at most one last event").isLessThanOrEqualTo(1);
		return (int) lines.stream().filter((line) -> line.startsWith("violation ")).count();
	}

}
