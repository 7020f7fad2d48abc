package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * One place where a server listens, and how. A server may have several of them; what is
 * behind them is the same. Immutable.
 *
 * @param address a port of an address of this machine, port 0 for any free one; the
 * wildcard address listens on all of them, over IPv4 and IPv6. Or the path of a Unix
 * domain socket
 * @param tls how connections are encrypted, {@code null} for not at all
 * @param backlog connections that may wait in the kernel to be accepted, 1 or more; the
 * operating system may allow less ({@code net.core.somaxconn} on Linux)
 * @param reusePort whether each event loop accepts on a socket of its own and the kernel
 * shares connections out among them ({@code SO_REUSEPORT}). That pays off where
 * connections come and go by the ten thousand. It also lets another process of the same
 * user listen on the same port, so a port that is taken goes unnoticed. Not for Unix
 * domain sockets
 * @param connections how the operating system treats the connections
 * @param proxyProtocol which proxies say whose a connection is, {@code null} if there are
 * none
 */
public record ListenOptions(SocketAddress address, @Nullable ServerTls tls, int backlog, boolean reusePort,
		ConnectionOptions connections, @Nullable ProxyProtocol proxyProtocol) {

	private static final int DEFAULT_BACKLOG = 1024;

	/**
	 * Checks the ranges.
	 * @param address an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
	 * @param tls how to encrypt, or {@code null}
	 * @param backlog 1 or more
	 * @param reusePort only for a port
	 * @param connections their options
	 * @param proxyProtocol trusted proxies, or {@code null}
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public ListenOptions {
		if (!(address instanceof InetSocketAddress || address instanceof UnixDomainSocketAddress)) {
			throw new IllegalArgumentException("address must be an InetSocketAddress or a UnixDomainSocketAddress, not "
					+ address.getClass().getName());
		}
		if (backlog < 1) {
			throw new IllegalArgumentException("backlog must be 1 or more, not " + backlog);
		}
		if (reusePort && address instanceof UnixDomainSocketAddress) {
			throw new IllegalArgumentException(
					"reusePort needs a port, which the Unix domain socket " + address + " does not have: leave it off");
		}
	}

	/**
	 * An address with a backlog of 1 024, not encrypted, one socket for all loops.
	 * @param address where to listen
	 * @return the options
	 */
	public static ListenOptions at(SocketAddress address) {
		return new ListenOptions(address, null, DEFAULT_BACKLOG, false, ConnectionOptions.DEFAULTS, null);
	}

	/**
	 * The same at another address.
	 * @param address where to listen
	 * @return new options
	 */
	public ListenOptions withAddress(SocketAddress address) {
		return new ListenOptions(address, this.tls, this.backlog, this.reusePort, this.connections, this.proxyProtocol);
	}

	/**
	 * The same, encrypted or not.
	 * @param tls how to encrypt, {@code null} for not at all
	 * @return new options
	 */
	public ListenOptions withTls(@Nullable ServerTls tls) {
		return new ListenOptions(this.address, tls, this.backlog, this.reusePort, this.connections, this.proxyProtocol);
	}

	/**
	 * The same with another backlog.
	 * @param backlog connections that may wait to be accepted
	 * @return new options
	 */
	public ListenOptions withBacklog(int backlog) {
		return new ListenOptions(this.address, this.tls, backlog, this.reusePort, this.connections, this.proxyProtocol);
	}

	/**
	 * The same with one socket for each event loop, or with one for all.
	 * @param reusePort whether each loop accepts on a socket of its own
	 * @return new options
	 */
	public ListenOptions withReusePort(boolean reusePort) {
		return new ListenOptions(this.address, this.tls, this.backlog, reusePort, this.connections, this.proxyProtocol);
	}

	/**
	 * The same with other options of the connections.
	 * @param connections how the operating system treats them
	 * @return new options
	 */
	public ListenOptions withConnections(ConnectionOptions connections) {
		return new ListenOptions(this.address, this.tls, this.backlog, this.reusePort, connections, this.proxyProtocol);
	}

	/**
	 * The same behind proxies that say whose a connection is, or not.
	 * @param proxyProtocol which proxies are trusted, {@code null} for none
	 * @return new options
	 */
	public ListenOptions withProxyProtocol(@Nullable ProxyProtocol proxyProtocol) {
		return new ListenOptions(this.address, this.tls, this.backlog, this.reusePort, this.connections, proxyProtocol);
	}

}
