package io.wsboot.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The XOR of payload and masking key (RFC 6455 §5.3), in place, eight bytes a step, on
 * direct and heap buffers, at any offset.
 * <p>
 * A masking key is an {@code int} whose lowest byte belongs to the next byte of payload:
 * the key's first byte at the start of a frame. {@link #advance} turns it for a payload
 * that is cut. Words are little-endian throughout, whatever the buffer's order, so that
 * the lowest byte of a word is the first in memory.
 * <p>
 * Heap buffers take a way of their own, over their array: one compiled loop that has seen
 * both kinds of buffer is three times slower on either.
 */
final class Masking {

	private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle ARRAY_LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

	private Masking() {
	}

	/**
	 * Reads a masking key.
	 * @param buffer where it stands
	 * @param at the index of its first byte
	 * @return the key for the frame's first byte of payload
	 */
	static int key(ByteBuffer buffer, int at) {
		return (int) INT.get(buffer, at);
	}

	/**
	 * Turns a key.
	 * @param key the key for one byte of payload
	 * @param length how many bytes of payload further
	 * @return the key for that byte
	 */
	static int advance(int key, int length) {
		return Integer.rotateRight(key, (length & 3) * Byte.SIZE);
	}

	/**
	 * Whether the words that {@link #unmask} saw were ASCII.
	 * @param seen what it returned
	 * @return {@code true} when no byte had its high bit set
	 */
	static boolean isAscii(long seen) {
		return (seen & HIGH_BITS) == 0;
	}

	/**
	 * Unmasks text, and looks for what is not ASCII in the same pass. Position and limit
	 * are left where they are.
	 * @param buffer the buffer
	 * @param from the index of the first byte
	 * @param to the index behind the last byte
	 * @param key the key for the first byte
	 * @return all resulting words joined by OR, for {@link #isAscii}
	 */
	static long unmask(ByteBuffer buffer, int from, int to, int key) {
		if (buffer.hasArray()) {
			int offset = buffer.arrayOffset();
			return unmask(buffer.array(), offset + from, offset + to, key);
		}
		long mask = mask(key);
		long seen = 0;
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long word = (long) LONG.get(buffer, at) ^ mask;
			LONG.set(buffer, at, word);
			seen |= word;
		}
		for (; at < to; at++) {
			byte value = (byte) (buffer.get(at) ^ mask);
			buffer.put(at, value);
			seen |= value;
			mask >>>= Byte.SIZE;
		}
		return seen;
	}

	private static long unmask(byte[] bytes, int from, int to, int key) {
		long mask = mask(key);
		long seen = 0;
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long word = (long) ARRAY_LONG.get(bytes, at) ^ mask;
			ARRAY_LONG.set(bytes, at, word);
			seen |= word;
		}
		for (; at < to; at++) {
			bytes[at] ^= (byte) mask;
			seen |= bytes[at];
			mask >>>= Byte.SIZE;
		}
		return seen;
	}

	/**
	 * Masks or unmasks what need not be looked at. Position and limit are left where they
	 * are.
	 * @param buffer the buffer
	 * @param from the index of the first byte
	 * @param to the index behind the last byte
	 * @param key the key for the first byte
	 */
	static void apply(ByteBuffer buffer, int from, int to, int key) {
		if (buffer.hasArray()) {
			int offset = buffer.arrayOffset();
			apply(buffer.array(), offset + from, offset + to, key);
			return;
		}
		long mask = mask(key);
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			LONG.set(buffer, at, (long) LONG.get(buffer, at) ^ mask);
		}
		for (; at < to; at++) {
			buffer.put(at, (byte) (buffer.get(at) ^ mask));
			mask >>>= Byte.SIZE;
		}
	}

	private static void apply(byte[] bytes, int from, int to, int key) {
		long mask = mask(key);
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			ARRAY_LONG.set(bytes, at, (long) ARRAY_LONG.get(bytes, at) ^ mask);
		}
		for (; at < to; at++) {
			bytes[at] ^= (byte) mask;
			mask >>>= Byte.SIZE;
		}
	}

	private static long mask(int key) {
		return (key & 0xFFFF_FFFFL) | ((long) key << Integer.SIZE);
	}

}
