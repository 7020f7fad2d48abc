package io.wsboot.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Cookie} field (RFC 6265 §4.2.1): pairs of name and value, separated by
 * semicolons, a value perhaps in quotes, which do not belong to it. What is no such pair
 * is passed over, because cookies of other applications on the same host are none of the
 * endpoint's business.
 */
final class Cookies {

	private static final char QUOTE = '"';

	private Cookies() {
	}

	/**
	 * Finds a cookie.
	 * @param fields the values of all {@code Cookie} fields
	 * @param name its name; letter case counts
	 * @return the value of the first of that name, which is the one with the most
	 * specific path (§5.4); {@code null} if there is none
	 */
	static @Nullable String find(List<String> fields, String name) {
		for (String field : fields) {
			String value = find(field, name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private static @Nullable String find(String field, String name) {
		int start = 0;
		while (start <= field.length()) {
			int semicolon = field.indexOf(';', start);
			int end = (semicolon < 0) ? field.length() : semicolon;
			int equals = field.indexOf('=', start);
			if (equals >= 0 && equals < end && field.substring(start, equals).strip().equals(name)) {
				String value = value(field.substring(equals + 1, end).strip());
				if (value != null) {
					return value;
				}
			}
			start = end + 1;
		}
		return null;
	}

	private static @Nullable String value(String raw) {
		boolean quoted = raw.length() > 1 && raw.charAt(0) == QUOTE && raw.charAt(raw.length() - 1) == QUOTE;
		String value = quoted ? raw.substring(1, raw.length() - 1) : raw;
		for (int i = 0; i < value.length(); i++) {
			if (!isOctet(value.charAt(i))) {
				return null;
			}
		}
		return value;
	}

	/** Visible ASCII without quotes, commas, semicolons and backslashes. */
	private static boolean isOctet(char c) {
		return c > ' ' && c < 0x7f && c != QUOTE && c != ',' && c != ';' && c != '\\';
	}

}
