package io.wsboot.protocol.handshake;

import io.wsboot.protocol.http.Authority;
import io.wsboot.protocol.http.HttpSyntax;

/**
 * A {@code ws:} or {@code wss:} URI (RFC 6455 §3).
 *
 * @param secure whether the scheme is {@code wss}, so that TLS is used
 * @param host a registered name or IPv4 address, or an IPv6 address in its brackets, in
 * lower case
 * @param port 1 to 65535
 * @param requestTarget path and query, percent-encoded where needed
 */
public record WebSocketUri(boolean secure, String host, int port, String requestTarget) {

	private static final String PLAIN_SCHEME = "ws://";

	private static final String SECURE_SCHEME = "wss://";

	private static final int PLAIN_PORT = 80;

	private static final int SECURE_PORT = 443;

	/**
	 * Checks the components.
	 * @param secure as above
	 * @param host as above, in any letter case
	 * @param port as above
	 * @param requestTarget as above
	 * @throws IllegalArgumentException if one is not what its description says
	 */
	public WebSocketUri {
		host = new Authority(host, port).host();
		if (port == Authority.NO_PORT) {
			throw new IllegalArgumentException("The port must be between 1 and 65535");
		}
		if (!HttpSyntax.isOriginForm(requestTarget)) {
			throw new IllegalArgumentException("Path and query of a WebSocket URI must be percent-encoded"
					+ " and have no fragment (RFC 6455 §3)");
		}
	}

	/**
	 * Takes a URI apart. The scheme's letter case does not matter; port and path may be
	 * missing.
	 * @param uri the URI
	 * @return its parts
	 * @throws IllegalArgumentException if it is no WebSocket URI; the sentence tells what
	 * is wrong, and leaves out the URI, which may hold credentials
	 */
	public static WebSocketUri parse(String uri) {
		boolean secure = startsWith(uri, SECURE_SCHEME);
		if (!secure && !startsWith(uri, PLAIN_SCHEME)) {
			throw new IllegalArgumentException("A WebSocket URI must start with ws:// or wss://");
		}
		int start = secure ? SECURE_SCHEME.length() : PLAIN_SCHEME.length();
		int end = authorityEnd(uri, start);
		Authority authority = Authority.parse(uri.substring(start, end));
		if (authority == null) {
			throw new IllegalArgumentException(
					"A WebSocket URI must name a host and perhaps a port between 1 and 65535,"
							+ " without user information; an international name in its ASCII form");
		}
		int port = (authority.port() == Authority.NO_PORT) ? defaultPort(secure) : authority.port();
		String rest = uri.substring(end);
		return new WebSocketUri(secure, authority.host(), port, rest.startsWith("/") ? rest : "/" + rest);
	}

	/**
	 * The value of the {@code Host} field: the port is named unless it is the scheme's
	 * own (RFC 6455 §4.1, item 4).
	 * @return host, or host and port
	 */
	public String hostHeader() {
		return (this.port == defaultPort(this.secure)) ? this.host : this.host + ":" + this.port;
	}

	/**
	 * The URI without its query, which may hold credentials: this text ends up in logs.
	 */
	@Override
	public String toString() {
		int query = this.requestTarget.indexOf('?');
		String path = (query < 0) ? this.requestTarget : this.requestTarget.substring(0, query);
		return (this.secure ? SECURE_SCHEME : PLAIN_SCHEME) + hostHeader() + path;
	}

	private static int defaultPort(boolean secure) {
		return secure ? SECURE_PORT : PLAIN_PORT;
	}

	/**
	 * Whether a URI has a scheme. The scheme must be a token, too: letters other than
	 * ASCII's may be equal to those but for their case.
	 */
	private static boolean startsWith(String uri, String scheme) {
		return uri.startsWith("://", HttpSyntax.tokenEnd(uri, 0))
				&& uri.regionMatches(true, 0, scheme, 0, scheme.length());
	}

	private static int authorityEnd(String uri, int start) {
		int i = start;
		while (i < uri.length() && "/?#".indexOf(uri.charAt(i)) < 0) {
			i++;
		}
		return i;
	}

}
