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
		return write(this.socket, out, count);
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
	 * Writes as much as the operating system takes.
	 * @param socket the socket
	 * @param out direct buffers; their positions move
	 * @param count how many of them
	 * @return bytes written
	 * @throws IOException if the connection is broken
	 */
	static long write(SocketChannel socket, ByteBuffer[] out, int count) throws IOException {
		return (count == 1) ? socket.write(out[0]) : socket.write(out, 0, count);
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
