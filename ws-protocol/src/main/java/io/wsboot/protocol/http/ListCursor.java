package io.wsboot.protocol.http;

/**
 * Walks over the elements of a comma-separated list (RFC 9110 §5.6.1), one pass over the
 * value in all.
 * <p>
 * A comma inside a quoted string separates nothing, so that quoted text is never taken
 * for an element. Empty elements are passed over.
 */
final class ListCursor {

	private final String value;

	private int next;

	private int start;

	private int end;

	ListCursor(String value) {
		this.value = value;
	}

	/** Moves to the next element; {@code false} when there is none. */
	boolean advance() {
		while (this.next < this.value.length()) {
			this.start = HttpSyntax.skipBlanks(this.value, this.next);
			int comma = elementEnd(this.start);
			this.next = comma + 1;
			this.end = trimmed(comma);
			if (this.end > this.start) {
				return true;
			}
		}
		return false;
	}

	/** The current element, without the blanks around it. */
	String element() {
		return this.value.substring(this.start, this.end);
	}

	/** Whether the current element is this token, letter case aside. */
	boolean is(String token) {
		return this.end - this.start == token.length()
				&& this.value.regionMatches(true, this.start, token, 0, token.length());
	}

	private int elementEnd(int from) {
		int i = from;
		while (i < this.value.length() && this.value.charAt(i) != ',') {
			int quoted = (this.value.charAt(i) == '"') ? HttpSyntax.quotedEnd(this.value, i) : i + 1;
			i = (quoted < 0) ? this.value.length() : quoted;
		}
		return i;
	}

	private int trimmed(int comma) {
		int i = comma;
		while (i > this.start && HttpSyntax.isBlank(this.value.charAt(i - 1))) {
			i--;
		}
		return i;
	}

}
