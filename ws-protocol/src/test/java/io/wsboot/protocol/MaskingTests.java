package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §5.3, against a twin that takes a byte at a time.
 */
class MaskingTests {

	private final Random random = new Random(5);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bothKernelsAgreeWithTheTwinAtEveryOffsetAndLength(boolean direct) {
		for (int offset = 0; offset < 17; offset++) {
			for (int length = 0; length < 70; length++) {
				agree(buffer(direct, 100), offset, length);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 125, 1000, 65535, 65536, 100_003 })
	void bothKernelsAgreeWithTheTwinOnLongPayloads(int length) {
		agree(buffer(true, length + 20), 6, length);
		agree(buffer(false, length + 20), 14, length);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPayloadCutAnywhereIsUnmaskedAsAWhole(boolean direct) {
		byte[] payload = bytes(40);
		byte[] expected = NaiveFrames.mask(Wire.KEY, payload);
		for (int cut = 0; cut <= payload.length; cut++) {
			ByteBuffer buffer = buffer(direct, 40).put(0, payload);
			int key = Masking.key(ByteBuffer.wrap(Wire.KEY), 0);
			Masking.unmask(buffer, 0, cut, key);
			Masking.apply(buffer, cut, 40, Masking.advance(key, cut));
			assertThat(Wire.bytes(buffer.clear())).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void oneByteAboveAsciiIsSeenWhereverItIs(boolean direct) {
		for (int length = 1; length < 40; length++) {
			ByteBuffer buffer = buffer(direct, 60);
			for (int place = 0; place < length; place++) {
				byte[] text = new byte[length];
				text[place] = (byte) 0x80;
				assertThat(isAscii(buffer, text)).isFalse();
				text[place] = 0x7F;
				assertThat(isAscii(buffer, text)).isTrue();
			}
		}
	}

	@Test
	void theLowestByteOfAKeyIsTheNextOne() {
		int key = Masking.key(ByteBuffer.wrap(Wire.hex("00 01020304"), 0, 5), 1);
		assertThat(key).isEqualTo(0x04030201);
		assertThat(Masking.advance(key, 1)).isEqualTo(0x01040302);
		assertThat(Masking.advance(key, 4)).isEqualTo(key);
		assertThat(Masking.advance(key, 1_000_003)).isEqualTo(0x03020104);
	}

	private static boolean isAscii(ByteBuffer buffer, byte[] text) {
		buffer.put(3, NaiveFrames.mask(Wire.KEY, text));
		int key = Masking.key(ByteBuffer.wrap(Wire.KEY), 0);
		return Masking.isAscii(Masking.unmask(buffer, 3, 3 + text.length, key));
	}

	private void agree(ByteBuffer buffer, int offset, int length) {
		byte[] key = bytes(4);
		byte[] payload = bytes(length);
		byte[] expected = NaiveFrames.mask(key, payload);
		boolean ascii = true;
		for (byte value : expected) {
			ascii &= value >= 0;
		}
		int intKey = Masking.key(ByteBuffer.wrap(key), 0);
		buffer.put(offset, payload);
		byte[] around = Wire.bytes(buffer);
		System.arraycopy(expected, 0, around, offset, length);
		long seen = Masking.unmask(buffer, offset, offset + length, intKey);
		assertThat(Wire.bytes(buffer)).isEqualTo(around);
		assertThat(Masking.isAscii(seen)).isEqualTo(ascii);
		buffer.put(offset, payload);
		Masking.apply(buffer, offset, offset + length, intKey);
		assertThat(Wire.bytes(buffer)).isEqualTo(around);
	}

	/**
	 * A heap buffer is a slice, so that its array has an offset.
	 */
	private ByteBuffer buffer(boolean direct, int size) {
		return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size + 3).slice(3, size);
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
