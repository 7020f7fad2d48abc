package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Non-blocking bytes, encrypted or not: what is above cannot tell.
 */
interface RawChannel {

	/**
	 * The socket, to be registered and asked for its addresses only.
	 * @return the socket
	 */
	SocketChannel socket();

	/**
	 * Reads what is there. Only the loop reads.
	 * @param in room to read into
	 * @return bytes read, 0 if there are none now, -1 at the end of the stream
	 * @throws IOException if the connection is broken
	 */
	int read(ByteBuffer in) throws IOException;

	/**
	 * Writes as much as the operating system takes. Only the holder of the write claim
	 * writes.
	 * @param out direct buffers; their positions move
	 * @param count how many of them
	 * @return bytes written
	 * @throws IOException if the connection is broken
	 */
	long write(ByteBuffer[] out, int count) throws IOException;

	/**
	 * Ends the outbound stream. Only the loop, after everything was written.
	 * @throws IOException if the connection is broken
	 */
	void shutdownOutput() throws IOException;

	/**
	 * Closes the connection. Only the loop.
	 */
	void close();

	/**
	 * Whether a read would bring something that the selector does not know of, because it
	 * has left the socket. Only the loop asks.
	 * @return {@code true} if {@link #read} must be called again
	 */
	default boolean hasInput() {
		return false;
	}

	/**
	 * Whether the channel has something of its own to write.
	 * @return {@code true} if {@link #write} must be called, be it with nothing; readable
	 * from any thread
	 */
	default boolean hasOutput() {
		return false;
	}

	/**
	 * Gives back what writing has borrowed. Only the holder of the write claim, after the
	 * connection was closed.
	 */
	default void dispose() {
		// nothing is borrowed
	}

}
