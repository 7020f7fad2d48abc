package io.wsboot.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * How the operating system treats the connections of a server or client. Immutable.
 * <p>
 * The buffers are the kernel's, one of each for every connection. A larger send buffer
 * takes more of what a slow peer does not read yet; a receive buffer that is set does not
 * grow by itself any more. Linux doubles both values for its own bookkeeping and cuts
 * them down to {@code net.core.rmem_max} and {@code net.core.wmem_max}.
 *
 * @param noDelay whether small writes leave at once instead of waiting for an
 * acknowledgement ({@code TCP_NODELAY}); not applied to Unix domain sockets
 * @param keepAlive whether the operating system probes connections that are silent
 * ({@code SO_KEEPALIVE}); the heartbeat finds a dead peer sooner. Not applied to Unix
 * domain sockets
 * @param receiveBufferSize bytes of the kernel's receive buffer ({@code SO_RCVBUF}); 0
 * for the operating system's choice, else 1 024 or more
 * @param sendBufferSize bytes of the kernel's send buffer ({@code SO_SNDBUF}); 0 for the
 * operating system's choice, else 1 024 or more
 */
public record ConnectionOptions(boolean noDelay, boolean keepAlive, int receiveBufferSize, int sendBufferSize) {

	/**
	 * No delay, no probes, buffers as the operating system sees fit.
	 */
	public static final ConnectionOptions DEFAULTS = new ConnectionOptions(true, false, 0, 0);

	private static final int LEAST_BUFFER = 1024;

	/**
	 * Checks the ranges.
	 * @param noDelay whether small writes leave at once
	 * @param keepAlive whether the operating system probes
	 * @param receiveBufferSize 0, or 1 024 bytes or more
	 * @param sendBufferSize 0, or 1 024 bytes or more
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public ConnectionOptions {
		requireBuffer("receiveBufferSize", receiveBufferSize);
		requireBuffer("sendBufferSize", sendBufferSize);
	}

	private static void requireBuffer(String name, int size) {
		if (size != 0 && size < LEAST_BUFFER) {
			throw new IllegalArgumentException(name + " must be 0 (the operating system's choice) or " + LEAST_BUFFER
					+ " bytes or more, not " + size);
		}
	}

	/**
	 * The same with or without delay of small writes.
	 * @param noDelay whether small writes leave at once
	 * @return new options
	 */
	public ConnectionOptions withNoDelay(boolean noDelay) {
		return new ConnectionOptions(noDelay, this.keepAlive, this.receiveBufferSize, this.sendBufferSize);
	}

	/**
	 * The same with or without the operating system's probes.
	 * @param keepAlive whether it probes connections that are silent
	 * @return new options
	 */
	public ConnectionOptions withKeepAlive(boolean keepAlive) {
		return new ConnectionOptions(this.noDelay, keepAlive, this.receiveBufferSize, this.sendBufferSize);
	}

	/**
	 * The same with another receive buffer.
	 * @param receiveBufferSize bytes; 0 for the operating system's choice
	 * @return new options
	 */
	public ConnectionOptions withReceiveBufferSize(int receiveBufferSize) {
		return new ConnectionOptions(this.noDelay, this.keepAlive, receiveBufferSize, this.sendBufferSize);
	}

	/**
	 * The same with another send buffer.
	 * @param sendBufferSize bytes; 0 for the operating system's choice
	 * @return new options
	 */
	public ConnectionOptions withSendBufferSize(int sendBufferSize) {
		return new ConnectionOptions(this.noDelay, this.keepAlive, this.receiveBufferSize, sendBufferSize);
	}

	/**
	 * Sets what can be set at any time, which is everything but the receive buffer.
	 * @param channel a connection
	 * @param tcp whether it is one of TCP
	 * @throws IOException if the operating system refuses
	 */
	void apply(SocketChannel channel, boolean tcp) throws IOException {
		if (tcp) {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, this.noDelay);
			if (this.keepAlive) {
				channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			}
		}
		if (this.sendBufferSize > 0) {
			channel.setOption(StandardSocketOptions.SO_SNDBUF, this.sendBufferSize);
		}
	}

}
