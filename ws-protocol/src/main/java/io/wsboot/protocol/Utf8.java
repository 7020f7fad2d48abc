package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text as the UTF-8 that goes into a payload (RFC 6455 §8.1).
 */
final class Utf8 {

	private Utf8() {
	}

	/**
	 * Encodes without repairing: a replaced character would reach the peer as other text.
	 * @param text the text
	 * @return its UTF-8 between position and limit
	 * @throws IllegalArgumentException if the text holds an unpaired surrogate
	 */
	static ByteBuffer encode(CharSequence text) {
		try {
			return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("Text with an unpaired surrogate has no UTF-8 form", ex);
		}
	}

}
