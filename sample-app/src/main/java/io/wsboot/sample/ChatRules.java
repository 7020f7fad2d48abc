package io.wsboot.sample;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a room and a visitor may be called, and what may be said. Lengths are counted in
 * Unicode characters.
 */
final class ChatRules {

	private static final int MAX_NAME = 32;

	private static final int MAX_ROOM = 40;

	private static final int MAX_TEXT = 500;

	private static final Pattern ROOM = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.\\-]*");

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private ChatRules() {
	}

	static void checkRoom(String room) throws RefusedException {
		if (length(room) > MAX_ROOM || !ROOM.matcher(room).matches()) {
			throw new RefusedException("A room is called by 1 to " + MAX_ROOM
					+ " letters, digits, dots, dashes and underscores, and begins with none of '.' and '-'.");
		}
	}

	static String name(String raw) throws RefusedException {
		String name = trim(raw);
		if (name.isEmpty() || length(name) > MAX_NAME || name.chars().anyMatch(Character::isISOControl)
				|| !isWellFormed(name)) {
			throw new RefusedException("A name has 1 to " + MAX_NAME + " characters, at least one of them visible.");
		}
		return name;
	}

	static String text(@Nullable String raw) throws RefusedException {
		String text = (raw != null) ? trim(raw) : "";
		if (text.isEmpty()) {
			throw new RefusedException("A message needs at least one visible character.");
		}
		int length = length(text);
		if (length > MAX_TEXT) {
			throw new RefusedException(
					"A message may have at most " + MAX_TEXT + " characters, this one has " + length + ".");
		}
		if (!isWellFormed(text)) {
			throw new RefusedException("A message must be text: this one has half a character in it.");
		}
		return text;
	}

	/**
	 * Removes the same characters from both ends as the page's {@code String.trim()},
	 * because the page knows its own message again by its text.
	 */
	private static String trim(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isSpace(text.charAt(start))) {
			start++;
		}
		while (end > start && isSpace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	private static boolean isSpace(char character) {
		return (character >= '\t' && character <= '\r') || Character.isSpaceChar(character)
				|| character == BYTE_ORDER_MARK;
	}

	/** JSON can spell half of a surrogate pair, UTF-8 cannot. */
	private static boolean isWellFormed(String text) {
		return StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	private static int length(String text) {
		return text.codePointCount(0, text.length());
	}

}
