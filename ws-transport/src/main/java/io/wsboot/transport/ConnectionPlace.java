package io.wsboot.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The place of one connection among those of its server, and among those of its client's
 * address. The two are taken apart, because behind a proxy the client's address is known
 * later than the connection. Run when the connection is gone, it gives back what it has.
 * <p>
 * Confined to the connection's loop.
 */
final class ConnectionPlace implements Runnable {

	private static final int MAPPED_PREFIX = 12;

	/** IPv4 addresses are told apart from networks of IPv6 by a prefix nobody has. */
	private static final long IPV4 = 0xFFFF_FFFFL << Integer.SIZE;

	private final ServerContext server;

	private boolean taken;

	private boolean told;

	private boolean counted;

	private long network;

	ConnectionPlace(ServerContext server) {
		this.server = server;
	}

	/**
	 * Takes a place among all connections.
	 * @return {@code null}; or the limit, and then this place has nothing
	 */
	@Nullable Limit take() {
		this.taken = this.server.enter();
		return this.taken ? null : Limit.CONNECTIONS;
	}

	/**
	 * Takes a place among those of a client. One that does not come over IP is not
	 * counted.
	 * @param client its address
	 * @return {@code null}; or the limit, and then this place has nothing any more
	 */
	@Nullable Limit takeFor(SocketAddress client) {
		boolean limited = this.server.options().connectionLimits().maxPerIp() > 0;
		if (!limited || !(client instanceof InetSocketAddress internet) || internet.getAddress() == null) {
			return null;
		}
		if (!this.server.addresses().isLimited()) {
			return null;
		}
		this.network = network(internet.getAddress());
		this.counted = this.server.addresses().take(this.network);
		if (!this.counted) {
			run();
			return Limit.CONNECTIONS_PER_IP;
		}
		return null;
	}

	/**
	 * The connection is served; the listener hears of it, once, and of its end.
	 */
	void served() {
		if (!this.told) {
			this.told = true;
			this.server.listener().connectionOpened();
		}
	}

	/**
	 * What gives back what a connection has when it is gone. Where only the server's
	 * connections are counted, all connections have one in common.
	 * @return to be run once
	 */
	Runnable givenBack() {
		return (this.taken && this.told && !this.counted) ? this.server.connectionGone() : this;
	}

	@Override
	public void run() {
		if (this.counted) {
			this.counted = false;
			this.server.addresses().giveBack(this.network);
		}
		if (this.taken) {
			this.taken = false;
			this.server.leave();
		}
		if (this.told) {
			this.told = false;
			this.server.listener().connectionClosed();
		}
	}

	/**
	 * What an address counts as.
	 * @param address the address
	 * @return the same for an IPv4 address in either form, and for all addresses of an
	 * IPv6 network of 64 bits that is not link-local
	 */
	static long network(InetAddress address) {
		ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
		if (!(address instanceof Inet6Address)) {
			return IPV4 | Integer.toUnsignedLong(bytes.getInt(0));
		}
		long high = bytes.getLong(0);
		if (high == 0 && bytes.getInt(Long.BYTES) == 0xFFFF) {
			return IPV4 | Integer.toUnsignedLong(bytes.getInt(MAPPED_PREFIX));
		}
		return address.isLinkLocalAddress() ? bytes.getLong(Long.BYTES) : high;
	}

}
