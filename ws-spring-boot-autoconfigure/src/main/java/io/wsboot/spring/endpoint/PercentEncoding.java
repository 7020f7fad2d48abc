package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Judges percent-encoded text (RFC 3986 §2.1), so that nothing is repaired silently when
 * it is decoded.
 */
final class PercentEncoding {

	private PercentEncoding() {
	}

	/**
	 * Whether every escape is whole and the escapes together are UTF-8.
	 * @param raw the text, not decoded
	 * @return {@code false} if decoding it would lose something
	 */
	static boolean isWellFormed(String raw) {
		int first = raw.indexOf('%');
		return first < 0 || isUtf8(raw, first);
	}

	private static boolean isUtf8(String raw, int start) {
		ByteBuffer bytes = ByteBuffer.allocate(raw.length() - start);
		for (int i = start; i < raw.length(); i++) {
			char c = raw.charAt(i);
			if (c != '%') {
				// whatever it is: it ends a sequence, and is no part of one
				bytes.put((byte) '.');
				continue;
			}
			int high = (i + 2 < raw.length()) ? digit(raw.charAt(i + 1)) : -1;
			int low = (i + 2 < raw.length()) ? digit(raw.charAt(i + 2)) : -1;
			if (high < 0 || low < 0) {
				return false;
			}
			bytes.put((byte) (high << 4 | low));
			i += 2;
		}
		return decodes(bytes.flip());
	}

	private static int digit(char c) {
		return (c < 0x80) ? Character.digit(c, 16) : -1;
	}

	private static boolean decodes(ByteBuffer bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(bytes);
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

}
