package io.wsboot.protocol.http;

/**
 * The characters of HTTP (RFC 9110 §5.6, RFC 9112 §3.2) as one table of 256 rows.
 * <p>
 * Every method looks at each character at most once.
 */
public final class HttpSyntax {

	/** A character of a token (RFC 9110 §5.6.2). */
	static final int TOKEN = 1;

	/** Visible, blank, tab or above ASCII: what a line may hold (RFC 9110 §5.5). */
	static final int TEXT = 1 << 1;

	/** A character of a path, {@code %} and {@code /} included. */
	static final int PATH = 1 << 2;

	/** A character of a query, {@code %} and {@code ?} included. */
	static final int QUERY = 1 << 3;

	/** A character of a registered name, {@code %} included (RFC 3986 §3.2.2). */
	static final int REG_NAME = 1 << 4;

	/** A hexadecimal digit. */
	static final int HEX = 1 << 5;

	private static final byte[] KINDS = kinds();

	private HttpSyntax() {
	}

	/**
	 * Whether a text is a token: one or more letters, digits or
	 * <code>!#$%&amp;'*+-.^_`|~</code> (RFC 9110 §5.6.2).
	 * @param text the text
	 * @return {@code true} for a token
	 */
	public static boolean isToken(String text) {
		return !text.isEmpty() && end(text, 0, TOKEN) == text.length();
	}

	/**
	 * Whether a text may stand in a request line as a path with or without a query (RFC
	 * 9112 §3.2.1). Besides the characters of RFC 3986 those are accepted that browsers
	 * leave as they are: {@code [ ] ^ |} in both, <code>\ ` { }</code> in the query. In
	 * the path each {@code %} starts an escape of two hexadecimal digits.
	 * @param target the text
	 * @return {@code true} if it starts with a slash and holds nothing else
	 */
	public static boolean isOriginForm(String target) {
		return target.startsWith("/") && isPathAndQuery(target, 0);
	}

	/**
	 * The first place behind the token that starts at a place.
	 * @param text the text
	 * @param start where to start
	 * @return the place, {@code start} if no token starts there
	 */
	public static int tokenEnd(String text, int start) {
		return end(text, start, TOKEN);
	}

	/**
	 * The first place that holds no blank and no tab (OWS, RFC 9110 §5.6.3).
	 * @param text the text
	 * @param start where to start
	 * @return the place, the length of the text if nothing but blanks follows
	 */
	public static int skipBlanks(String text, int start) {
		int i = start;
		while (i < text.length() && isBlank(text.charAt(i))) {
			i++;
		}
		return i;
	}

	/**
	 * The first place behind a quoted string, in which a backslash takes its meaning from
	 * the character behind it (RFC 9110 §5.6.4).
	 * @param text the text
	 * @param start the place of the opening quote
	 * @return the place behind the closing quote, -1 if there is none
	 */
	public static int quotedEnd(String text, int start) {
		for (int i = start + 1; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"') {
				return i + 1;
			}
			if (c == '\\') {
				i++;
			}
		}
		return -1;
	}

	static boolean isBlank(int c) {
		return c == ' ' || c == '\t';
	}

	static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

	static boolean is(int kind, int c) {
		return c < KINDS.length && (KINDS[c] & kind) != 0;
	}

	/** The first place of {@code text} from {@code start} on that is not of a kind. */
	static int end(String text, int start, int kind) {
		int i = start;
		while (i < text.length() && is(kind, text.charAt(i))) {
			i++;
		}
		return i;
	}

	/** The same for bytes, up to {@code limit}. */
	static int end(byte[] bytes, int start, int limit, int kind) {
		byte[] kinds = KINDS;
		int i = start;
		while (i < limit && (kinds[bytes[i] & 0xFF] & kind) != 0) {
			i++;
		}
		return i;
	}

	static boolean isFieldValue(String text) {
		return end(text, 0, TEXT) == text.length();
	}

	static boolean isPathAndQuery(String text, int start) {
		int query = end(text, start, PATH);
		if (!escapesAreWhole(text, start, query)) {
			return false;
		}
		return query == text.length() || (text.charAt(query) == '?' && end(text, query + 1, QUERY) == text.length());
	}

	/** Whether two hexadecimal digits follow each percent sign (RFC 3986 §2.1). */
	static boolean escapesAreWhole(String text, int start, int end) {
		int i = text.indexOf('%', start);
		while (i >= 0 && i < end) {
			if (i + 2 >= end || !is(HEX, text.charAt(i + 1)) || !is(HEX, text.charAt(i + 2))) {
				return false;
			}
			i = text.indexOf('%', i + 3);
		}
		return true;
	}

	private static byte[] kinds() {
		byte[] kinds = new byte[256];
		String alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
		mark(kinds, TOKEN, alphanumeric + "!#$%&'*+-.^_`|~");
		mark(kinds, PATH, alphanumeric + "-._~!$&'()*+,;=:@/%[]^|");
		mark(kinds, QUERY, alphanumeric + "-._~!$&'()*+,;=:@/%[]^|?\\`{}");
		mark(kinds, REG_NAME, alphanumeric + "-._~!$&'()*+;=%");
		mark(kinds, HEX, "0123456789ABCDEFabcdef");
		mark(kinds, TEXT, " \t");
		for (int c = 0x21; c < kinds.length; c++) {
			kinds[c] |= (byte) ((c == 0x7F) ? 0 : TEXT);
		}
		return kinds;
	}

	private static void mark(byte[] kinds, int kind, String characters) {
		for (int i = 0; i < characters.length(); i++) {
			kinds[characters.charAt(i)] |= (byte) kind;
		}
	}

}
