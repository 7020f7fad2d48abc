package io.wsboot.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The server that is put under load.
 *
 * @param address where it listens
 * @param dialect what it speaks
 * @param request the request of the opening handshake
 */
record Target(InetSocketAddress address, Dialect dialect, ByteBuffer request) {

	/**
	 * A server on this machine.
	 */
	static Target local(int port, String path, Dialect dialect) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		return new Target(address, dialect,
				ClientHandshake.request(address.getAddress().getHostAddress() + ":" + port, path, dialect));
	}

	/** Whether it returns bytes as they are, without any protocol. */
	boolean raw() {
		return this.dialect == Dialect.RAW;
	}

	@Override
	public ByteBuffer request() {
		return this.request.rewind();
	}

}
