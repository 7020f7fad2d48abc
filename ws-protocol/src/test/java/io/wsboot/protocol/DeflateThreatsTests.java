package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;

import io.wsboot.protocol.http.Growth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What compressed input of a hostile peer costs: bytes of the heap, native memory, and
 * the processor's time compared with that of honest input of the same size.
 */
class DeflateThreatsTests {

	private static final int MEBIBYTE = 1 << 20;

	private static final ProtocolLimits LIMITS = ProtocolLimits.DEFAULTS;

	@ParameterizedTest
	@CsvSource({ "256, false, false", "256, true, false", "256, false, true", "256, true, true" })
	void aBombIsRefusedBeforeItTakesMemory(int mebibytes, boolean fragments, boolean chunks) {
		byte[] bomb = deflated(new byte[MEBIBYTE], mebibytes);
		assertThat(bomb.length).isLessThan(mebibytes * 1100);
		byte[] wire = fragments ? fragments(bomb) : Wire.frameTo(Role.SERVER, 0xC2, bomb);
		Recorder events = new Recorder();
		try (CompressionPool pool = new CompressionPool(0)) {
			WebSocketProtocol protocol = protocol(pool, true, chunks, chunks ? heard() : events);
			ByteBuffer in = ByteBuffer.wrap(wire);
			long allocated = Growth.allocated(in, protocol::receive);
			assertThat(protocol.isInputOver()).isTrue();
			assertThat(allocated).as("heap").isLessThan(4L * MEBIBYTE);
			assertThat(pool.live()).as("native memory").isZero();
		}
		if (!chunks) {
			events.expect("violation message-too-big");
		}
	}

	/** Counts what is handed on, which must not be more than the limit. */
	private static MessageSink heard() {
		return new SilentSink() {

			private long length;

			@Override
			public void chunk(boolean text, ByteBuffer bytes, boolean last) {
				this.length += bytes.remaining();
				assertThat(this.length).isLessThanOrEqualTo(LIMITS.maxMessageSize());
				assertThat(last).isFalse();
			}

			@Override
			public void violation(Violation violation) {
				assertThat(violation).isEqualTo(Violation.MESSAGE_TOO_BIG);
			}

		};
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nativeMemoryEndsWithTheConnection(boolean takeover) {
		int connections = 1000;
		byte[] payload = "a message that is worth compressing, for it repeats itself itself itself".getBytes();
		byte[] deflated = deflated(payload, 1);
		byte[] message = Wire.frameTo(Role.SERVER, 0xC2, deflated);
		try (CompressionPool pool = new CompressionPool(2)) {
			for (int i = 0; i < connections; i++) {
				WebSocketProtocol protocol = protocol(pool, takeover, false, new SilentSink());
				MessageDeflater deflater = protocol.deflater();
				protocol.receive(ByteBuffer.wrap(message.clone()));
				deflater.deflatePart(ByteBuffer.wrap(payload), i % 2 == 0);
				protocol.receive(ByteBuffer.wrap(message.clone(), 0, 6 + i % deflated.length));
				assertThat(pool.live()).isLessThanOrEqualTo(4);
				protocol.endInput();
				deflater.close();
				assertThat(pool.live()).isEqualTo(pool.idle());
			}
		}
	}

	static Stream<Arguments> hostileStreams() {
		byte[] empty = deflated(new byte[0], 1);
		return Stream.of(arguments("final blocks of nothing", repeat(Wire.hex("0300"))),
				arguments("stored blocks of nothing", repeat(Wire.hex("000000ffff"))),
				arguments("fixed blocks of nothing", repeat(Wire.join(empty, Wire.hex("0000ffff")))),
				arguments("tables of codes", repeat(tables())));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("hostileStreams")
	void hostileStreamsCostABoundedMultipleOfHonestOnes(String what, byte[] hostile) {
		byte[] random = new byte[64 * 1024];
		new Random(6455).nextBytes(random);
		for (int i = 0; i < random.length; i++) {
			random[i] = (byte) ('a' + (random[i] & 15));
		}
		byte[] honest = deflated(random, 2);
		try (CompressionPool pool = new CompressionPool(2)) {
			Consumer<byte[]> work = (stream) -> receive(pool, stream);
			assertThat(Cost.ratio(hostile, honest, work)).isLessThan(100);
		}
	}

	@Test
	void manyTinyCompressedMessagesKeepNoNativeMemory() {
		byte[] message = Wire.frameTo(Role.SERVER, 0xC2, deflated(new byte[1], 1));
		byte[][] all = new byte[5000][];
		Arrays.fill(all, message);
		try (CompressionPool pool = new CompressionPool(1)) {
			WebSocketProtocol protocol = protocol(pool, false, false, new SilentSink());
			protocol.receive(ByteBuffer.wrap(Wire.join(all)));
			assertThat(protocol.isInputOver()).isFalse();
			assertThat(pool.live()).isEqualTo(1);
			assertThat(pool.idle()).isEqualTo(1);
		}
	}

	private static void receive(CompressionPool pool, byte[] stream) {
		WebSocketProtocol protocol = protocol(pool, false, false, new SilentSink());
		protocol.receive(ByteBuffer.wrap(Wire.frameTo(Role.SERVER, 0x42, stream)));
		assertThat(protocol.isInputOver()).isFalse();
		protocol.endInput();
	}

	private static WebSocketProtocol protocol(CompressionPool pool, boolean takeover, boolean chunks,
			MessageSink sink) {
		PerMessageDeflate deflate = new PerMessageDeflate(new DeflateParameters(!takeover, !takeover, 15, 15),
				CompressionOptions.DEFAULTS, pool);
		return new WebSocketProtocol(new ProtocolSettings(Role.SERVER, LIMITS, chunks, deflate), sink,
				new RecordedBytes(), BufferSource.HEAP);
	}

	/** The bytes so many times over, deflated, without the tail. */
	private static byte[] deflated(byte[] bytes, int times) {
		Deflater deflater = new Deflater(9, true);
		byte[] out = new byte[1024 + bytes.length * times / (bytes.length == MEBIBYTE ? 500 : 1)];
		int length = 0;
		for (int i = 0; i < times; i++) {
			deflater.setInput(bytes);
			length += deflater.deflate(out, length, out.length - length, Deflater.NO_FLUSH);
		}
		length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(out, length - 4);
	}

	/** A stream of a block whose codes have tables of their own, and little else. */
	private static byte[] tables() {
		Deflater deflater = new Deflater(9, true);
		Random random = new Random(7692);
		byte[] skewed = new byte[400];
		for (int i = 0; i < skewed.length; i++) {
			skewed[i] = (byte) (20 * random.nextGaussian());
		}
		deflater.setInput(skewed);
		deflater.finish();
		byte[] out = new byte[500];
		int length = deflater.deflate(out);
		deflater.end();
		return Arrays.copyOf(out, length);
	}

	private static byte[] fragments(byte[] payload) {
		int length = 1000;
		byte[][] frames = new byte[1 + payload.length / length][];
		for (int i = 0; i < frames.length; i++) {
			byte[] part = Arrays.copyOfRange(payload, i * length, Math.min(payload.length, (i + 1) * length));
			frames[i] = Wire.frameTo(Role.SERVER, (i == 0) ? 0x42 : 0x00, part);
		}
		return Wire.join(frames);
	}

	private static byte[] repeat(byte[] stream) {
		byte[][] all = new byte[64 * 1024 / Math.max(1, stream.length)][];
		Arrays.fill(all, stream);
		return Wire.join(all);
	}

}
