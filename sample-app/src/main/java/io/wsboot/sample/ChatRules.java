package io.wsboot.sample;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules of the chat that no constraint on a {@link ChatMessage} can tell: what a room
 * may be called, and what counts as space.
 */
final class ChatRules {

	private static final int MAX_ROOM = 40;

	private static final Pattern ROOM = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.\\-]*");

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private ChatRules() {
	}

	static void checkRoom(String room) throws RefusedException {
		if (room.codePointCount(0, room.length()) > MAX_ROOM || !ROOM.matcher(room).matches()) {
			throw new RefusedException("room", "A room is called by 1 to " + MAX_ROOM
					+ " letters, digits, dots, dashes and underscores, and begins with none of '.' and '-'.");
		}
	}

	/**
	 * Removes the same characters from both ends as the page's {@code String.trim()},
	 * because the page knows its own message again by its text. What is missing is empty.
	 */
	static String trim(@Nullable String text) {
		if (text == null) {
			return "";
		}
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

}
