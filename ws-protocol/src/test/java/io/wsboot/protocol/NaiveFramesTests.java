package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §5.2, §5.3: the codec and a second one that was written from the RFC alone
 * agree on as many random frames as {@code ws.test.frames} says, whatever is wrong with
 * them and however they are cut.
 */
class NaiveFramesTests {

	private static final long FRAMES = Long.getLong("ws.test.frames", 1_000_000L);

	private static final int FRAMES_OF_A_ROUND = 20;

	private static final int[] LENGTHS = { 0, 1, 7, 8, 124, 125, 126, 127, 128, 255, 256, 1000 };

	private static final int[] RARE_LENGTHS = { 4096, 32767, 32768, 65535, 65536, 65537, 70_000 };

	private static final int[] FIRST_BYTES = { 0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x88, 0x89, 0x8A };

	@ParameterizedTest
	@EnumSource
	void bothDecodersAgreeOnEveryFrameAndEverySplit(Role role) {
		long violations = 0;
		long frames = 0;
		long seed = 0;
		while (frames < FRAMES / 2) {
			Random random = new Random(seed);
			byte[] wire = frames(role, random);
			boolean deflate = random.nextBoolean();
			List<byte[]> pieces = FuzzInput.split(wire, random.nextInt(256));
			NaiveFrames.Reading naive = NaiveFrames.read(wire, role == Role.SERVER, deflate);
			FrameLog.assertAgreement(FrameLog.read(role, deflate, pieces, random.nextBoolean()), naive,
					role + ", seed " + seed);
			violations += (naive.violation() != null) ? 1 : 0;
			frames += naive.frames().size();
			seed++;
		}
		assertThat(violations).as("rounds that end with a violation").isBetween(seed / 20, seed / 2);
	}

	@ParameterizedTest
	@EnumSource
	void bothEncodersAgreeOnEveryFrame(Role role) {
		FrameEncoder encoder = FrameEncoder.of(role);
		long rounds = FRAMES / 2;
		ByteBuffer out = ByteBuffer.allocate(80_000);
		for (long seed = 0; seed < rounds; seed++) {
			Random random = new Random(seed);
			int firstByte = FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
			byte[] payload = payload(random, firstByte);
			encoder.frame(out.clear(), firstByte, ByteBuffer.wrap(payload), 0, payload.length);
			byte[] real = Wire.bytes(out.flip());
			NaiveFrames.Frame frame = NaiveFrames.decode(real).get(0);
			byte[] naive = NaiveFrames.encode(firstByte, frame.key(), payload);
			if ((frame.key() != null) != role.masks() || !Arrays.equals(real, naive)) {
				throw new AssertionError("%s, seed %d%nreal:  %s%nnaive: %s".formatted(role, seed,
						Recorder.abridge(Wire.hex(real)), Recorder.abridge(Wire.hex(naive))));
			}
		}
	}

	/**
	 * The second receiver, too, on fewer: it is slow.
	 */
	@ParameterizedTest
	@EnumSource
	void bothReceiversHearTheSame(Role role) {
		ProtocolLimits limits = new ProtocolLimits(3_000, 5_000, 12);
		long rounds = FRAMES / 100;
		for (long seed = 0; seed < rounds; seed++) {
			Random random = new Random(seed);
			byte[] wire = messages(role, random);
			if (random.nextInt(3) == 0) {
				wire[random.nextInt(wire.length)] = (byte) random.nextInt();
			}
			Recorder events = new Recorder();
			WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, limits), events,
					new RecordedBytes(), BufferSource.HEAP);
			for (byte[] piece : FuzzInput.split(wire, random.nextInt(256))) {
				protocol.receive(Wire.embedded(piece, random.nextBoolean()));
			}
			assertThat(events.take()).as("%s, seed %d", role, seed).isEqualTo(NaiveReceiver.hear(role, limits, wire));
		}
	}

	@Test
	void theSecondCodecReadsTheExamplesOfTheRfc() {
		NaiveFrames.Frame frame = NaiveFrames.decode(Wire.hex("818537fa213d7f9f4d5158")).get(0);
		assertThat(frame.payload()).asString().isEqualTo("Hello");
		assertThat(NaiveFrames.encode(0x81, Wire.KEY, Wire.utf8("Hello")))
			.isEqualTo(Wire.hex("818537fa213d7f9f4d5158"));
		assertThat(NaiveFrames.encode(0x82, null, new byte[256])).startsWith(Wire.hex("827e0100")).hasSize(260);
		assertThat(NaiveFrames.encode(0x82, null, new byte[65536])).startsWith(Wire.hex("827f0000000000010000"))
			.hasSize(65546);
	}

	/**
	 * Frames of which a few are spoiled within their header.
	 */
	private static byte[] frames(Role role, Random random) {
		byte[][] frames = new byte[FRAMES_OF_A_ROUND][];
		for (int i = 0; i < frames.length; i++) {
			int firstByte = FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
			frames[i] = frame(role, random, firstByte, payload(random, firstByte));
			if (random.nextInt(40) == 0) {
				frames[i][random.nextInt(Math.min(frames[i].length, 10))] = (byte) random.nextInt();
			}
		}
		return Wire.join(frames);
	}

	/**
	 * Text and binary messages in fragments, control frames between them, mostly in
	 * order.
	 */
	private static byte[] messages(Role role, Random random) {
		List<byte[]> frames = new ArrayList<>();
		int open = 0;
		for (int count = 1 + random.nextInt(12); count > 0; count--) {
			if (random.nextInt(5) == 0) {
				frames.add(frame(role, random, 0x89 + random.nextInt(2), new byte[random.nextInt(126)]));
			}
			int kind = (open != 0) ? 0 : 1 + random.nextInt(2);
			kind = (random.nextInt(40) == 0) ? random.nextInt(3) : kind;
			boolean fin = random.nextBoolean();
			byte[] payload = Wire.utf8("é€\u65e5a".repeat(random.nextInt((random.nextInt(9) == 0) ? 400 : 9)));
			if (random.nextInt(4) == 0 && payload.length > 0) {
				payload = Arrays.copyOf(payload, payload.length - 1);
			}
			frames.add(frame(role, random, fin ? 0x80 | kind : kind, payload));
			open = fin ? 0 : 1;
		}
		if (random.nextBoolean()) {
			byte[] payload = new byte[random.nextInt(4)];
			random.nextBytes(payload);
			frames.add(frame(role, random, 0x88, (random.nextBoolean()) ? Wire.hex("03e8c3a9") : payload));
		}
		return Wire.join(frames.toArray(byte[][]::new));
	}

	private static byte[] frame(Role receiver, Random random, int firstByte, byte[] payload) {
		byte[] key = new byte[4];
		random.nextBytes(key);
		return NaiveFrames.encode(firstByte, (receiver == Role.SERVER) ? key : null, payload);
	}

	private static byte[] payload(Random random, int firstByte) {
		boolean rare = random.nextInt(2000) == 0;
		int length = rare ? RARE_LENGTHS[random.nextInt(RARE_LENGTHS.length)] : random.nextInt(24);
		if (random.nextInt(8) == 0) {
			length = LENGTHS[random.nextInt(LENGTHS.length)];
		}
		byte[] payload = new byte[(firstByte >= 0x88) ? Math.min(length, 125) : length];
		random.nextBytes(payload);
		return payload;
	}

}
