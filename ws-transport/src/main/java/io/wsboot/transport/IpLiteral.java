package io.wsboot.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An IP address as text. What is none is never taken for a name, which would be looked
 * up: that takes as long as it likes, and a peer could ask for it.
 */
final class IpLiteral {

	/** Numbers have no zeros in front. */
	private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

	private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

	/** The JDK looks nothing up that begins like this and has a colon. */
	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*");

	private IpLiteral() {
	}

	/**
	 * Reads an IPv4 address.
	 * @param text four numbers with dots
	 * @return the address, {@code null} if it is none
	 */
	static @Nullable InetAddress v4(String text) {
		return IPV4.matcher(text).matches() ? parse(text) : null;
	}

	/**
	 * Reads an IPv6 address.
	 * @param text of any form, but without a zone (RFC 4291 §2.2)
	 * @return the address, an IPv4 address if it is the IPv6 form of one; {@code null} if
	 * it is none
	 */
	static @Nullable InetAddress v6(String text) {
		return (text.indexOf(':') >= 0 && IPV6.matcher(text).matches()) ? parse(text) : null;
	}

	private static @Nullable InetAddress parse(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
