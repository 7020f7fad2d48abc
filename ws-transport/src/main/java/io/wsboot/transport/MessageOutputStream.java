package io.wsboot.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A binary message that is sent while it is being written, in fragments of at most 64 KiB
 * (RFC 6455 §5.4). See {@link WsSession#openBinary(SendOptions)}.
 * <p>
 * For one thread at a time; only {@link #abort()} may be called by others meanwhile. A
 * write waits while two fragments wait for the peer.
 */
public final class MessageOutputStream extends OutputStream {

	private final FragmentWriter fragments;

	MessageOutputStream(FragmentWriter fragments) {
		this.fragments = fragments;
	}

	/**
	 * Writes a byte.
	 * @param octet its low eight bits are sent
	 * @throws IOException if the session is closing, the thread is interrupted, or the
	 * message has been closed or given up
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void write(int octet) throws IOException {
		this.fragments.write(new byte[] { (byte) octet }, 0, 1);
	}

	/**
	 * Writes bytes.
	 * @param bytes the array, the caller's again when the method returns
	 * @param offset where they begin
	 * @param length how many there are
	 * @throws IOException if the session is closing, the thread is interrupted, or the
	 * message has been closed or given up
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		this.fragments.write(bytes, offset, length);
	}

	/**
	 * Sends what was written so far as a fragment. A compressed message may keep the end
	 * of it back until more comes.
	 * @throws IOException if the session is closing, the thread is interrupted, or the
	 * message has been closed or given up
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void flush() throws IOException {
		this.fragments.flush();
	}

	/**
	 * Sends the rest and completes the message. It does so, too, at the end of a
	 * try-with-resources that an exception leaves: whoever fails to produce a message to
	 * its end calls {@link #abort()} first. Does nothing if the message has been closed
	 * or given up.
	 * @throws IOException if the session is closing, or the thread is interrupted
	 * @throws IllegalStateException if it would have to wait on an event loop
	 */
	@Override
	public void close() throws IOException {
		this.fragments.close();
	}

	/**
	 * Gives the message up. If some of it has left, the session is closed with 1011,
	 * because the peer could take what it has for the whole; otherwise the peer never
	 * hears of it. Does nothing if the message has been closed or given up.
	 */
	public void abort() {
		this.fragments.abort();
	}

}
