package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Non-blocking bytes, encrypted or not: what is above cannot tell.
 */
interface RawChannel {

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

}
