package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.Locale;

import io.wsboot.protocol.http.Authority;
import io.wsboot.protocol.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Where a page comes from (RFC 6454 §6.2).
 *
 * @param scheme the scheme, in lower case
 * @param host the host, in lower case, an IPv6 address in its brackets
 * @param port the port, the scheme's own if none is given, -1 if the scheme has none
 */
record Origin(String scheme, String host, int port) {

	static final String HTTPS = "https";

	static final String HTTP = "http";

	private static final String FIELD = "Origin";

	private static final String SEPARATOR = "://";

	/** The field as it was sent; {@code null} if it is missing. */
	static List<String> sent(HttpFields fields) {
		return fields.all(FIELD);
	}

	/**
	 * Takes an origin apart.
	 * @param text scheme, host and perhaps a port; nothing else
	 * @return the origin, {@code null} if the text is none
	 */
	static @Nullable Origin parse(String text) {
		int separator = text.indexOf(SEPARATOR);
		if (separator < 0 || !isScheme(text, separator)) {
			return null;
		}
		String scheme = text.substring(0, separator).toLowerCase(Locale.ROOT);
		Authority authority = Authority.parse(text.substring(separator + SEPARATOR.length()));
		if (authority == null) {
			return null;
		}
		boolean own = authority.port() == Authority.NO_PORT;
		return new Origin(scheme, authority.host(), own ? defaultPort(scheme) : authority.port());
	}

	private static int defaultPort(String scheme) {
		return switch (scheme) {
			case HTTP -> 80;
			case HTTPS -> 443;
			default -> Authority.NO_PORT;
		};
	}

	private static boolean isScheme(String text, int end) {
		for (int i = 0; i < end; i++) {
			char c = text.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
			if (!letter && (i == 0 || !other)) {
				return false;
			}
		}
		return end > 0;
	}

}
