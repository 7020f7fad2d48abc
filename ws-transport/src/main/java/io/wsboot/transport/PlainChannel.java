package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Straight to the socket.
 */
final class PlainChannel implements RawChannel {

	private static final Logger logger = System.getLogger(PlainChannel.class.getName());

	private final SocketChannel socket;

	PlainChannel(SocketChannel socket) {
		this.socket = socket;
	}

	@Override
	public SocketChannel socket() {
		return this.socket;
	}

	@Override
	public int read(ByteBuffer in) throws IOException {
		return this.socket.read(in);
	}

	@Override
	public long write(ByteBuffer[] out, int count) throws IOException {
		return (count == 1) ? this.socket.write(out[0]) : this.socket.write(out, 0, count);
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	@Override
	public void close() {
		close(this.socket);
	}

	/**
	 * Closes a socket; a failure is only logged.
	 * @param socket the socket
	 */
	static void close(SocketChannel socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "Socket could not be closed", ex);
		}
	}

}
