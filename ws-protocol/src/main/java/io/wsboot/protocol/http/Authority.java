package io.wsboot.protocol.http;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port: what a {@code Host} field and the authority of an
 * {@code http}, {@code https}, {@code ws} or {@code wss} URI say (RFC 9110 §7.2, RFC 3986
 * §3.2).
 *
 * @param host a registered name or IPv4 address, or an IPv6 address in its brackets, in
 * lower case, never empty
 * @param port 1 to 65535, or {@link #NO_PORT}
 */
public record Authority(String host, int port) {

	/**
	 * Stands for a port that is not given, so that the scheme's default applies.
	 */
	public static final int NO_PORT = -1;

	private static final int LAST_PORT = 65535;

	/**
	 * Brings the host into lower case.
	 * @param host as above, in any letter case
	 * @param port as above
	 * @throws IllegalArgumentException if the host is not well-formed or the port out of
	 * range
	 */
	public Authority {
		if (!isHost(host)) {
			throw new IllegalArgumentException("The host must be a registered name, an IPv4 address"
					+ " or an IPv6 address in brackets (RFC 3986 §3.2.2)");
		}
		if (port != NO_PORT && (port < 1 || port > LAST_PORT)) {
			throw new IllegalArgumentException("The port must be between 1 and 65535");
		}
		host = host.toLowerCase(Locale.ROOT);
	}

	/**
	 * Takes {@code host} or {@code host:port} apart. User information is not accepted: it
	 * must not be sent (RFC 9110 §4.2.4) and serves to deceive.
	 * @param text the text, from whatever source
	 * @return the authority, or {@code null} if the text is not well-formed
	 */
	public static @Nullable Authority parse(String text) {
		int colon = text.indexOf(':', Math.max(text.lastIndexOf(']'), 0));
		String host = (colon < 0) ? text : text.substring(0, colon);
		int port = (colon < 0 || colon + 1 == text.length()) ? NO_PORT : port(text, colon + 1);
		return (isHost(host) && port != 0) ? new Authority(host, port) : null;
	}

	/**
	 * What a request is addressed to: the authority of its target in absolute form, else
	 * its {@code Host} field (RFC 9112 §3.2.2, §3.2.3).
	 * @param head the request
	 * @return the authority, or {@code null} for a request of HTTP/1.0 that names none
	 * @throws HttpException with status 400 if {@code Host} is repeated or not
	 * well-formed, or missing in HTTP/1.1 (RFC 9112 §3.2)
	 */
	public static @Nullable Authority of(RequestHead head) throws HttpException {
		String field = head.fields().requireSingle("Host");
		if (field == null && head.minorVersion() > 0) {
			throw new HttpException(400, "The field Host is missing; HTTP/1.1 requires it.");
		}
		Authority host = (field != null) ? parse(field) : null;
		if (field != null && host == null) {
			throw new HttpException(400, "The field Host must hold a host and perhaps a port, nothing else.");
		}
		String target = RequestTarget.authority(head.target());
		return (target != null) ? parse(target) : host;
	}

	/**
	 * The text form, with the port if there is one.
	 */
	@Override
	public String toString() {
		return (this.port == NO_PORT) ? this.host : this.host + ":" + this.port;
	}

	/** The port in decimal digits, 0 if it is none. */
	private static int port(String text, int start) {
		int port = 0;
		for (int i = start; i < text.length(); i++) {
			int digit = text.charAt(i) - '0';
			port = port * 10 + digit;
			if (digit < 0 || digit > 9 || port > LAST_PORT) {
				return 0;
			}
		}
		return port;
	}

	private static boolean isHost(String text) {
		if (text.startsWith("[")) {
			return text.endsWith("]") && Ipv6.isAddress(text.substring(1, text.length() - 1));
		}
		return !text.isEmpty() && HttpSyntax.end(text, 0, HttpSyntax.REG_NAME) == text.length()
				&& HttpSyntax.escapesAreWhole(text, 0, text.length());
	}

}
