package io.wsboot.protocol.http;

import org.jspecify.annotations.Nullable;

/**
 * The target of a request in origin form ({@code /path?query}) or absolute form
 * ({@code http://host/path?query}, RFC 9112 §3.2.1 and §3.2.2). The forms for proxies and
 * for {@code OPTIONS *} are nothing that a WebSocket server could serve.
 */
final class RequestTarget {

	private static final String[] SCHEMES = { "http://", "https://", "ws://", "wss://" };

	private static final String SEPARATOR = "://";

	private RequestTarget() {
	}

	static boolean isValid(String target) {
		if (target.startsWith("/")) {
			return HttpSyntax.isPathAndQuery(target, 0);
		}
		String authority = authority(target);
		return authority != null && Authority.parse(authority) != null
				&& HttpSyntax.isPathAndQuery(target, pathStart(target));
	}

	/** The authority of a target in absolute form, else {@code null}. */
	static @Nullable String authority(String target) {
		int start = authorityStart(target);
		return (start < 0) ? null : target.substring(start, authorityEnd(target, start));
	}

	static String path(String target) {
		int start = pathStart(target);
		int query = target.indexOf('?', start);
		String path = target.substring(start, (query < 0) ? target.length() : query);
		return path.isEmpty() ? "/" : path;
	}

	static @Nullable String query(String target) {
		int query = target.indexOf('?', pathStart(target));
		return (query < 0) ? null : target.substring(query + 1);
	}

	private static int pathStart(String target) {
		int authority = authorityStart(target);
		return (authority < 0) ? 0 : authorityEnd(target, authority);
	}

	private static int authorityStart(String target) {
		if (target.startsWith("/")) {
			return -1;
		}
		int schemeEnd = HttpSyntax.tokenEnd(target, 0);
		for (String scheme : SCHEMES) {
			int length = scheme.length() - SEPARATOR.length();
			if (schemeEnd == length && target.regionMatches(true, 0, scheme, 0, scheme.length())) {
				return scheme.length();
			}
		}
		return -1;
	}

	private static int authorityEnd(String target, int start) {
		int i = start;
		while (i < target.length() && target.charAt(i) != '/' && target.charAt(i) != '?') {
			i++;
		}
		return i;
	}

}
