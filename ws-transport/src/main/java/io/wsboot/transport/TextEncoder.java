package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Encodes short ASCII text, one message at a time, without allocating anything. Other
 * text is encoded by the JDK into an array of its own: from some hundred characters on
 * that takes less time, because it reads the String's own bytes.
 * <p>
 * It goes by way of ISO 8859-1, because that is the encoder that every JDK has in a form
 * of several characters a step. Lent by {@link BufferPool}, to one thread at a time.
 */
final class TextEncoder {

	/** The longest text, in characters. */
	static final int LONGEST = 256;

	private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

	private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();

	private final char[] chars = new char[LONGEST];

	private final CharBuffer in = CharBuffer.wrap(this.chars);

	private final ByteBuffer out = ByteBuffer.allocate(LONGEST);

	/**
	 * Encodes text as UTF-8.
	 * @param text the text; a surrogate without its pair becomes {@code ?}
	 * @return its bytes; in a buffer that the next call overwrites, unless it
	 * {@link #keeps keeps} them
	 */
	ByteBuffer encode(CharSequence text) {
		String string = text.toString();
		if (string.length() <= LONGEST && isAscii(string)) {
			return this.out;
		}
		return Payloads.utf8(string);
	}

	/**
	 * Whether what was encoded is overwritten by the next call.
	 * @param encoded what {@link #encode} returned
	 * @return {@code false} if it has an array of its own
	 */
	boolean keeps(ByteBuffer encoded) {
		return encoded == this.out;
	}

	private boolean isAscii(String text) {
		int length = text.length();
		text.getChars(0, length, this.chars, 0);
		this.encoder.reset();
		boolean latin = !this.encoder.encode(this.in.clear().limit(length), this.out.clear(), true).isError();
		this.out.flip();
		return latin && isAscii(this.out);
	}

	private static boolean isAscii(ByteBuffer bytes) {
		int end = bytes.limit();
		long seen = 0;
		int at = 0;
		for (; at <= end - Long.BYTES; at += Long.BYTES) {
			seen |= bytes.getLong(at);
		}
		for (; at < end; at++) {
			seen |= bytes.get(at);
		}
		return (seen & HIGH_BITS) == 0;
	}

}
