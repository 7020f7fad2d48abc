package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * The kernels as one writes them down from the RFCs, a byte at a time.
 */
final class NaiveKernels {

	private static final byte[] KEY = { 1, 2, 3, 4 };

	private NaiveKernels() {
	}

	/**
	 * RFC 6455 §5.3.
	 * @param text unmasked in place
	 * @return whether all of it is ASCII
	 */
	static boolean unmask(ByteBuffer text) {
		boolean ascii = true;
		for (int i = 0; i < text.limit(); i++) {
			byte value = (byte) (text.get(i) ^ KEY[i & 3]);
			text.put(i, value);
			ascii &= value >= 0;
		}
		return ascii;
	}

	/**
	 * RFC 3629 §4.
	 * @param text the text
	 * @return whether it is valid UTF-8
	 */
	static boolean isValidUtf8(ByteBuffer text) {
		int at = 0;
		while (at < text.limit()) {
			int length = validLength(text, at);
			if (length == 0) {
				return false;
			}
			at += length;
		}
		return true;
	}

	/**
	 * How many bytes the character takes; 0 if it is none.
	 */
	private static int validLength(ByteBuffer text, int at) {
		int first = text.get(at) & 0xFF;
		if (first < 0x80) {
			return 1;
		}
		int length = (first < 0xE0) ? 2 : (first < 0xF0) ? 3 : 4;
		if (first < 0xC2 || first > 0xF4 || at + length > text.limit()) {
			return 0;
		}
		int second = text.get(at + 1) & 0xFF;
		int lowest = (first == 0xE0) ? 0xA0 : (first == 0xF0) ? 0x90 : 0x80;
		int highest = (first == 0xED) ? 0x9F : (first == 0xF4) ? 0x8F : 0xBF;
		if (second < lowest || second > highest) {
			return 0;
		}
		for (int i = 2; i < length; i++) {
			if ((text.get(at + i) & 0xC0) != 0x80) {
				return 0;
			}
		}
		return length;
	}

}
