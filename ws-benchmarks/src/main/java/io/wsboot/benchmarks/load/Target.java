package io.wsboot.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The server that is put under load.
 *
 * @param address where it listens
 * @param raw whether it returns bytes as they are, without any protocol
 * @param request the request of the opening handshake
 */
record Target(InetSocketAddress address, boolean raw, ByteBuffer request) {

	/**
	 * A server on this machine.
	 */
	static Target local(int port, String path, boolean raw) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		return new Target(address, raw,
				ClientHandshake.request(address.getAddress().getHostAddress() + ":" + port, path));
	}

	@Override
	public ByteBuffer request() {
		return this.request.rewind();
	}

}
