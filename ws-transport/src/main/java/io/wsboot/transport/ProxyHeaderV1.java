package io.wsboot.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The line of version 1 of the PROXY protocol (its specification §2.1): {@code PROXY}, a
 * protocol, two addresses and two ports, each behind one blank.
 */
final class ProxyHeaderV1 {

	/** Numbers have no zeros in front. */
	private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");

	private static final int FIELDS = 6;

	private static final int LARGEST_PORT = 65_535;

	private ProxyHeaderV1() {
	}

	/**
	 * Whose connection it is.
	 * @param line the line
	 * @param length of the line, without its end
	 * @return the client's address; {@code null} if the proxy does not know
	 * @throws ProxyHeaderException if the line is malformed
	 */
	static @Nullable SocketAddress source(byte[] line, int length) throws ProxyHeaderException {
		String[] fields = new String(line, 0, length, StandardCharsets.ISO_8859_1).split(" ", -1);
		if (fields[1].equals("UNKNOWN")) {
			// whatever follows is to be ignored
			return null;
		}
		boolean v6 = fields[1].equals("TCP6");
		if (!v6 && !fields[1].equals("TCP4")) {
			throw new ProxyHeaderException("the PROXY line names neither TCP4 nor TCP6 nor UNKNOWN");
		}
		if (fields.length != FIELDS) {
			throw new ProxyHeaderException("the PROXY line must have two addresses and two ports, each behind a blank");
		}
		InetAddress client = address(fields[2], v6);
		address(fields[3], v6);
		int port = port(fields[4]);
		port(fields[5]);
		return new InetSocketAddress(client, port);
	}

	private static InetAddress address(String text, boolean v6) throws ProxyHeaderException {
		InetAddress address = v6 ? IpLiteral.v6(text) : IpLiteral.v4(text);
		if (address == null) {
			throw new ProxyHeaderException("the PROXY line has an address that is none");
		}
		return address;
	}

	private static int port(String text) throws ProxyHeaderException {
		int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
		if (port < 0 || port > LARGEST_PORT) {
			throw new ProxyHeaderException("the PROXY line has a port that is none");
		}
		return port;
	}

}
