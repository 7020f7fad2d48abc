package io.wsboot.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Validates UTF-8 as it arrives (RFC 6455 §8.1), by the table of well-formed sequences in
 * RFC 3629 §4. It refuses at the first byte that no valid text can have there.
 * <p>
 * What has been seen so far is one {@code int} that the caller keeps, so a text may be
 * cut anywhere. ASCII is skipped eight bytes a step.
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
	 * Set for good by the first character that is not ASCII.
	 */
	private static final int NOT_ASCII = 1 << 24;

	/**
	 * How many continuation bytes the character lacks: the state's third byte. The second
	 * and the lowest byte are the bounds within which the next one must be.
	 */
	private static final int LACKING = 1 << 16;

	private static final int LACKING_BITS = 0xFF << 16;

	/**
	 * Any continuation byte.
	 */
	private static final int TAIL = 0x80_BF;

	/**
	 * The state behind the first byte of a character that is not ASCII, by the byte's low
	 * seven bits.
	 */
	private static final int[] LEAD = new int[0x80];

	static {
		for (int value = 0; value < LEAD.length; value++) {
			LEAD[value] = lead(0x80 | value);
		}
	}

	private Utf8Validator() {
	}

	/**
	 * Whether a text may end here.
	 * @param state the state behind its last byte
	 * @return {@code false} within a character
	 */
	static boolean isComplete(int state) {
		return (state & LACKING_BITS) == 0;
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
		int now = state;
		int at = from;
		while (at < to && now != INVALID) {
			byte value = text.get(at);
			if (!isComplete(now)) {
				now = continuation(now, value & 0xFF);
				at++;
			}
			else if (value < 0) {
				now = now | LEAD[value & 0x7F];
				at++;
			}
			else {
				at = skipAscii(text, at, to);
			}
		}
		return now;
	}

	private static int skipAscii(ByteBuffer text, int from, int to) {
		if (text.hasArray()) {
			int offset = text.arrayOffset();
			return skipAscii(text.array(), offset + from, offset + to) - offset;
		}
		int at = from;
		while (at <= to - Long.BYTES && ((long) LONG.get(text, at) & HIGH_BITS) == 0) {
			at += Long.BYTES;
		}
		while (at < to && text.get(at) >= 0) {
			at++;
		}
		return at;
	}

	private static int skipAscii(byte[] text, int from, int to) {
		int at = from;
		while (at <= to - Long.BYTES && ((long) ARRAY_LONG.get(text, at) & HIGH_BITS) == 0) {
			at += Long.BYTES;
		}
		while (at < to && text[at] >= 0) {
			at++;
		}
		return at;
	}

	/**
	 * The first byte of a character that is not ASCII: how many bytes must follow, and
	 * which the next may be. The narrower bounds exclude overlong forms, surrogates and
	 * what is above U+10FFFF.
	 */
	private static int lead(int value) {
		if (value < 0xC2 || value > 0xF4) {
			return INVALID;
		}
		if (value < 0xE0) {
			return NOT_ASCII | LACKING | TAIL;
		}
		return switch (value) {
			case 0xE0 -> NOT_ASCII | 2 * LACKING | 0xA0_BF;
			case 0xED -> NOT_ASCII | 2 * LACKING | 0x80_9F;
			case 0xF0 -> NOT_ASCII | 3 * LACKING | 0x90_BF;
			case 0xF4 -> NOT_ASCII | 3 * LACKING | 0x80_8F;
			default -> NOT_ASCII | ((value < 0xF0) ? 2 : 3) * LACKING | TAIL;
		};
	}

	private static int continuation(int state, int value) {
		int lowest = (state >>> 8) & 0xFF;
		int highest = state & 0xFF;
		if (value < lowest || value > highest) {
			return INVALID;
		}
		int lacking = (state & LACKING_BITS) - LACKING;
		return (lacking == 0) ? NOT_ASCII : NOT_ASCII | lacking | TAIL;
	}

}
