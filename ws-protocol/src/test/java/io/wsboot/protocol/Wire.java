package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Bytes as tests write them down.
 */
final class Wire {

	/**
	 * The masking key of RFC 6455 §5.7.
	 */
	static final byte[] KEY = hex("37fa213d");

	private Wire() {
	}

	static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

	static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	static String hex(ByteBuffer bytes) {
		return hex(bytes(bytes));
	}

	static byte[] bytes(ByteBuffer bytes) {
		byte[] copy = new byte[bytes.remaining()];
		bytes.get(bytes.position(), copy);
		return copy;
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static boolean isAscii(byte[] bytes) {
		for (byte value : bytes) {
			if (value < 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Bytes that are the same in every run.
	 */
	static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

	static byte[] join(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	/**
	 * A frame as the peer of {@code receiver} sends it.
	 */
	static byte[] frameTo(Role receiver, int firstByte, byte[] payload) {
		return NaiveFrames.encode(firstByte, (receiver == Role.SERVER) ? KEY : null, payload);
	}

	static byte[] frameTo(Role receiver, int firstByte, String payload) {
		return frameTo(receiver, firstByte, utf8(payload));
	}

	/**
	 * A header up to its length, without the masking key: that is where it is judged.
	 */
	static byte[] headerTo(Role receiver, int firstByte, String secondByteAndLength) {
		byte[] rest = hex(secondByteAndLength);
		if (receiver == Role.SERVER) {
			rest[0] |= (byte) 0x80;
		}
		return join(new byte[] { (byte) firstByte }, rest);
	}

	/**
	 * A frame of which only the first bytes of payload have come.
	 */
	static byte[] cutFrameTo(Role receiver, int firstByte, byte[] payload, int announced) {
		byte[] whole = frameTo(receiver, firstByte, Arrays.copyOf(payload, announced));
		return Arrays.copyOf(whole, whole.length - announced + payload.length);
	}

	/**
	 * A buffer that holds the bytes at an odd offset, with something else around.
	 */
	static ByteBuffer embedded(byte[] bytes, boolean direct) {
		int size = bytes.length + 16;
		ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size).slice(2, size - 2);
		for (int i = 0; i < buffer.capacity(); i++) {
			buffer.put(i, (byte) 0xEE);
		}
		return buffer.put(3, bytes).position(3).limit(3 + bytes.length);
	}

}
