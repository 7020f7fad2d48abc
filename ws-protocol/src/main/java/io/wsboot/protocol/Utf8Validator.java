package io.wsboot.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Validates UTF-8 as it arrives (RFC 6455 §8.1), by the table of well-formed sequences in
 * RFC 3629 §4. What no valid text can have makes it invalid at that very byte.
 * <p>
 * What has been seen so far is one number that the caller keeps, which fits in a byte, so
 * a text may be cut anywhere. ASCII is skipped eight bytes a step. All other text costs
 * one look-up and one shift a byte and no branch that depends on it: each state is a
 * shift distance, and the word that belongs to a byte holds, at the distance of each
 * state, the state that follows.
 */
final class Utf8Validator {

	/**
	 * The state before the first byte, and behind any text that is all ASCII.
	 */
	static final int START = 0;

	/**
	 * The state behind a byte that makes the text invalid.
	 */
	static final int INVALID = -1;

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle ARRAY_LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

	/**
	 * How many bits a state takes in the word of a byte: what a shift of a {@code long}
	 * looks at.
	 */
	private static final int WIDTH = 6;

	private static final int DISTANCE = (1 << WIDTH) - 1;

	/**
	 * Joined to the distance by the first character that is not ASCII, for good.
	 */
	private static final int NOT_ASCII = 1 << WIDTH;

	private static final int TAIL_1 = WIDTH;

	private static final int TAIL_2 = 2 * WIDTH;

	private static final int TAIL_3 = 3 * WIDTH;

	private static final int AFTER_E0 = 4 * WIDTH;

	private static final int AFTER_ED = 5 * WIDTH;

	private static final int AFTER_F0 = 6 * WIDTH;

	private static final int AFTER_F4 = 7 * WIDTH;

	/**
	 * Behind an invalid byte; nothing leads out.
	 */
	private static final int REFUSED = 8 * WIDTH;

	private static final long[] NEXT = new long[0x100];

	static {
		Arrays.fill(NEXT, everyState(REFUSED));
		allow(START, 0x00, 0x7F, START);
		allow(START, 0xC2, 0xDF, TAIL_1);
		allow(START, 0xE0, 0xE0, AFTER_E0);
		allow(START, 0xE1, 0xEF, TAIL_2);
		allow(START, 0xED, 0xED, AFTER_ED);
		allow(START, 0xF0, 0xF0, AFTER_F0);
		allow(START, 0xF1, 0xF3, TAIL_3);
		allow(START, 0xF4, 0xF4, AFTER_F4);
		allow(TAIL_1, 0x80, 0xBF, START);
		allow(TAIL_2, 0x80, 0xBF, TAIL_1);
		allow(TAIL_3, 0x80, 0xBF, TAIL_2);
		allow(AFTER_E0, 0xA0, 0xBF, TAIL_1);
		allow(AFTER_ED, 0x80, 0x9F, TAIL_1);
		allow(AFTER_F0, 0x90, 0xBF, TAIL_2);
		allow(AFTER_F4, 0x80, 0x8F, TAIL_2);
	}

	private Utf8Validator() {
	}

	private static long everyState(long next) {
		long word = 0;
		for (int state = START; state <= REFUSED; state += WIDTH) {
			word |= next << state;
		}
		return word;
	}

	/**
	 * Writes one line of the grammar: in a state, bytes of a range lead to another.
	 */
	private static void allow(int state, int lowest, int highest, long next) {
		for (int value = lowest; value <= highest; value++) {
			NEXT[value] = NEXT[value] & ~((long) DISTANCE << state) | next << state;
		}
	}

	/**
	 * Whether a text may end here.
	 * @param state the state behind its last byte
	 * @return {@code false} within a character
	 */
	static boolean isComplete(int state) {
		return (state & DISTANCE) == START;
	}

	/**
	 * Whether a text is all ASCII so far.
	 * @param state the state behind its last byte
	 * @return whether it is
	 */
	static boolean isAscii(int state) {
		return state == START;
	}

	/**
	 * Whether a whole text is valid.
	 * @param text holds the text
	 * @param from the index of its first byte
	 * @param to the index behind its last byte
	 * @return whether it is
	 */
	static boolean isValid(ByteBuffer text, int from, int to) {
		int state = validate(START, text, from, to);
		return state != INVALID && isComplete(state);
	}

	/**
	 * Validates a chunk of a text.
	 * @param state the state behind the chunk before, not {@link #INVALID}
	 * @param text holds the chunk; its position and its limit are left where they are
	 * @param from the index of the chunk's first byte
	 * @param to the index behind its last byte
	 * @return the state behind the chunk, or {@link #INVALID}
	 */
	static int validate(int state, ByteBuffer text, int from, int to) {
		if (text.hasArray()) {
			int offset = text.arrayOffset();
			return validate(state, text.array(), offset + from, offset + to);
		}
		long now = state;
		long seen = 0;
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long word = (long) LONG.get(text, at);
			if ((word & HIGH_BITS | now & DISTANCE) != 0) {
				now = next(now, word);
				seen |= word;
			}
		}
		for (; at < to; at++) {
			byte value = text.get(at);
			now = NEXT[value & 0xFF] >>> now;
			seen |= value;
		}
		return state(state, now, seen);
	}

	private static int validate(int state, byte[] text, int from, int to) {
		long now = state;
		long seen = 0;
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long word = (long) ARRAY_LONG.get(text, at);
			if ((word & HIGH_BITS | now & DISTANCE) != 0) {
				now = next(now, word);
				seen |= word;
			}
		}
		for (; at < to; at++) {
			byte value = text[at];
			now = NEXT[value & 0xFF] >>> now;
			seen |= value;
		}
		return state(state, now, seen);
	}

	/**
	 * Takes eight bytes. Of a distance only the low six bits count, for a shift as well;
	 * what is above them is left to lie.
	 */
	private static long next(long state, long word) {
		long now = NEXT[(int) word & 0xFF] >>> state;
		now = NEXT[(int) (word >>> 8) & 0xFF] >>> now;
		now = NEXT[(int) (word >>> 16) & 0xFF] >>> now;
		now = NEXT[(int) (word >>> 24) & 0xFF] >>> now;
		now = NEXT[(int) (word >>> 32) & 0xFF] >>> now;
		now = NEXT[(int) (word >>> 40) & 0xFF] >>> now;
		now = NEXT[(int) (word >>> 48) & 0xFF] >>> now;
		return NEXT[(int) (word >>> 56)] >>> now;
	}

	private static int state(int before, long now, long seen) {
		int distance = (int) now & DISTANCE;
		if (distance == REFUSED) {
			return INVALID;
		}
		int notAscii = ((seen & HIGH_BITS) != 0) ? NOT_ASCII : before & NOT_ASCII;
		return notAscii | distance;
	}

}
