package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A listener behind a proxy that says in front of each connection whose it is: the PROXY
 * protocol, version 1 and 2. The client's address is then the session's
 * {@link WsSession#peerAddress()}, and the one that limits count.
 * <p>
 * What stands there is believed, so it must come from the proxy only. A connection from a
 * trusted address has to begin with the header, and is closed without it; one from any
 * other address is served as a client's own, to which such a header is no request and no
 * TLS. Whoever reaches a Unix domain socket is trusted: its file's permissions say who
 * that is. Immutable.
 *
 * @param trusted the proxies' addresses, each alone or as a range such as
 * {@code 10.0.0.0/8} or {@code fd00::/8}; IPv4 addresses are also recognised in their
 * IPv6 form
 * @param timeout how long the header may take, from the connection on
 */
public record ProxyProtocol(List<String> trusted, Duration timeout) {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Checks the ranges.
	 * @param trusted one address or range, or more
	 * @param timeout positive
	 * @throws IllegalArgumentException if there is none, one is no range of addresses, or
	 * the timeout is not positive
	 */
	public ProxyProtocol {
		trusted = List.copyOf(trusted);
		if (trusted.isEmpty()) {
			throw new IllegalArgumentException(
					"trusted must name the proxies, such as 10.0.0.0/8: without them nobody may say who the client is");
		}
		trusted.forEach(AddressRange::of);
		Durations.requirePositive(timeout, "PROXY header timeout");
	}

	/**
	 * Trusts proxies to send the header within 5 s.
	 * @param addresses their addresses, or ranges of them
	 * @return the setting
	 * @throws IllegalArgumentException if there is none, or one is no range of addresses
	 */
	public static ProxyProtocol trusting(String... addresses) {
		return new ProxyProtocol(List.of(addresses), TIMEOUT);
	}

	/**
	 * The same with another time for the header.
	 * @param timeout from the connection to the end of the header
	 * @return a new setting
	 */
	public ProxyProtocol withTimeout(Duration timeout) {
		return new ProxyProtocol(this.trusted, timeout);
	}

	/**
	 * Who is trusted.
	 * @return the ranges
	 */
	List<AddressRange> ranges() {
		return this.trusted.stream().map(AddressRange::of).toList();
	}

	/**
	 * Whether a peer has to send the header.
	 * @param ranges who is trusted
	 * @param peer the peer
	 * @return {@code false} if it must not
	 */
	static boolean isTrusted(List<AddressRange> ranges, SocketAddress peer) {
		if (!(peer instanceof InetSocketAddress internet)) {
			return true;
		}
		for (AddressRange range : ranges) {
			if (range.contains(internet.getAddress())) {
				return true;
			}
		}
		return false;
	}

}
