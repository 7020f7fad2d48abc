package io.wsboot.transport;

import java.nio.charset.StandardCharsets;

import io.wsboot.protocol.http.Authority;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a client and its servers. Immutable. The same proxy serves
 * {@code ws} and {@code wss}; for {@code wss} it only passes encrypted bytes on.
 */
public sealed interface ClientProxy {

	/**
	 * Nothing: servers are connected to directly.
	 */
	ClientProxy NONE = new Direct();

	/**
	 * A proxy that opens a tunnel for {@code CONNECT} (RFC 9110 §9.3.6).
	 * @param host a name, an IPv4 address, or an IPv6 address in brackets
	 * @param port 1 to 65535
	 * @return the proxy, without credentials
	 * @throws IllegalArgumentException if host or port are not well-formed
	 */
	static Via http(String host, int port) {
		return new Via(Protocol.HTTP, host, port, null);
	}

	/**
	 * A proxy of SOCKS version 5 (RFC 1928). It is given the server's name, not an
	 * address.
	 * @param host a name, an IPv4 address, or an IPv6 address in brackets
	 * @param port 1 to 65535
	 * @return the proxy, without credentials
	 * @throws IllegalArgumentException if host or port are not well-formed
	 */
	static Via socks5(String host, int port) {
		return new Via(Protocol.SOCKS5, host, port, null);
	}

	/**
	 * No proxy.
	 */
	record Direct() implements ClientProxy {

	}

	/**
	 * One proxy.
	 *
	 * @param protocol what it speaks
	 * @param host a name, an IPv4 address, or an IPv6 address in brackets
	 * @param port 1 to 65535
	 * @param credentials what it is told about the user; {@code null} for nothing
	 */
	record Via(Protocol protocol, String host, int port, @Nullable Credentials credentials) implements ClientProxy {

		/**
		 * Checks host and port.
		 * @param protocol what it speaks
		 * @param host a name, an IPv4 address, or an IPv6 address in brackets
		 * @param port 1 to 65535
		 * @param credentials what it is told about the user
		 * @throws IllegalArgumentException if host or port are not well-formed
		 */
		public Via {
			host = new Authority(host, port).host();
			if (port == Authority.NO_PORT) {
				throw new IllegalArgumentException("The port must be between 1 and 65535");
			}
		}

		/**
		 * The same proxy with a user's name and password: for HTTP by Basic
		 * authentication (RFC 7617), for SOCKS by RFC 1929. In both cases whoever reads
		 * along between client and proxy reads the password.
		 * @param user the name, 1 to 255 bytes of UTF-8, for HTTP without a colon
		 * @param password the password, 1 to 255 bytes of UTF-8
		 * @return a new proxy
		 * @throws IllegalArgumentException if one cannot be sent as it is
		 */
		public Via withCredentials(String user, String password) {
			if (this.protocol == Protocol.HTTP && user.indexOf(':') >= 0) {
				throw new IllegalArgumentException("The user's name must not hold a colon (RFC 7617 §2)");
			}
			return new Via(this.protocol, this.host, this.port, new Credentials(user, password));
		}

		/**
		 * Host and port, for messages.
		 */
		String name() {
			return this.host + ":" + this.port;
		}

	}

	/**
	 * What a proxy speaks.
	 */
	enum Protocol {

		/** HTTP with {@code CONNECT}. */
		HTTP,

		/** SOCKS version 5. */
		SOCKS5

	}

	/**
	 * A user's name and password.
	 *
	 * @param user the name
	 * @param password the password
	 */
	record Credentials(String user, String password) {

		/** What RFC 1929 §2 has room for. */
		private static final int LONGEST = 255;

		/**
		 * Checks the lengths.
		 * @param user 1 to 255 bytes of UTF-8
		 * @param password 1 to 255 bytes of UTF-8
		 * @throws IllegalArgumentException if one is empty, too long or holds control
		 * characters
		 */
		public Credentials {
			check(user, "user's name");
			check(password, "password");
		}

		/**
		 * Neither of them: this text may end up in logs.
		 */
		@Override
		public String toString() {
			return "Credentials[not shown]";
		}

		private static void check(String text, String what) {
			int length = text.getBytes(StandardCharsets.UTF_8).length;
			if (length < 1 || length > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
				throw new IllegalArgumentException("A proxy's " + what + " must be 1 to " + LONGEST
						+ " bytes of UTF-8 without control characters (RFC 1929 §2, RFC 7617 §2)");
			}
		}

	}

}
