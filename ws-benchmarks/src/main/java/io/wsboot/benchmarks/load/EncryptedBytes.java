package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection inside TLS. What is written leaves as far as the socket takes
 * it, and the rest with the next {@link #flush()}.
 */
final class EncryptedBytes implements ByteChannel {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final SocketChannel socket;

	private final Encryption encryption;

	private final SSLEngine engine;

	/** The beginning of a record. */
	private @Nullable ByteBuffer begun;

	/** Records that have not left. */
	private @Nullable ByteBuffer left;

	EncryptedBytes(SocketChannel socket, Encryption encryption) {
		this.socket = socket;
		this.encryption = encryption;
		this.engine = encryption.engine();
	}

	/**
	 * Begins the handshake, which goes on with each read.
	 */
	void shakeHands() throws IOException {
		this.engine.beginHandshake();
		attend();
	}

	/** Whether the handshake is over. */
	boolean isSecured() {
		return this.engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
	}

	@Override
	public int read(ByteBuffer in) throws IOException {
		ByteBuffer records = this.encryption.received();
		if (this.begun != null) {
			records.put(this.begun);
		}
		boolean ended = this.socket.read(records) < 0;
		int start = in.position();
		unwrap(records.flip(), in);
		this.begun = copy(records);
		int count = in.position() - start;
		return (ended && count == 0) ? -1 : count;
	}

	private void unwrap(ByteBuffer records, ByteBuffer in) throws IOException {
		while (records.hasRemaining()) {
			SSLEngineResult result = this.engine.unwrap(records, in);
			if (result.getStatus() == Status.BUFFER_OVERFLOW) {
				throw new IOException("records of one read hold more than " + in.capacity() + " bytes");
			}
			if (result.getStatus() != Status.OK) {
				return;
			}
			if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
				attend();
			}
		}
	}

	/**
	 * Does what the engine wants for its handshake, up to where it wants to read.
	 */
	private void attend() throws IOException {
		while (true) {
			switch (this.engine.getHandshakeStatus()) {
				case NEED_TASK -> this.engine.getDelegatedTask().run();
				case NEED_WRAP -> wrap(NOTHING);
				default -> {
					return;
				}
			}
		}
	}

	@Override
	public int write(ByteBuffer out) throws IOException {
		return flush() ? wrap(out) : 0;
	}

	/**
	 * Makes as many records as there is room for and writes them.
	 */
	private int wrap(ByteBuffer out) throws IOException {
		ByteBuffer records = this.encryption.made();
		if (this.left != null) {
			records.put(this.left);
		}
		int start = out.position();
		SSLEngineResult result;
		do {
			result = this.engine.wrap(out, records);
		}
		while (result.getStatus() == Status.OK && out.hasRemaining());
		this.socket.write(records.flip());
		this.left = copy(records);
		return out.position() - start;
	}

	/**
	 * Writes what has not left.
	 * @return whether all of it has left now
	 */
	boolean flush() throws IOException {
		if (this.left != null) {
			this.socket.write(this.left);
			this.left = this.left.hasRemaining() ? this.left : null;
		}
		return this.left == null;
	}

	private static @Nullable ByteBuffer copy(ByteBuffer rest) {
		return rest.hasRemaining() ? ByteBuffer.allocate(rest.remaining()).put(rest).flip() : null;
	}

	@Override
	public boolean isOpen() {
		return this.socket.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
