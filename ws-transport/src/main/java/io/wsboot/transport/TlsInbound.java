package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * The inbound half of a TLS connection: it reads records and makes plain bytes of them.
 * <p>
 * A record is judged by its header before it is gathered. Between two reads only the
 * beginning of a record is kept, or what the engine could not take yet; memory follows
 * what was received, never the length that a header announces. Confined to the loop.
 */
final class TlsInbound {

	private static final int HEADER = 5;

	private static final int ALERT = 21;

	private static final int HANDSHAKE = 22;

	private static final int APPLICATION_DATA = 23;

	private static final int CHANGE_CIPHER_SPEC = 20;

	/** Payload of a record with the most that a cipher suite adds (RFC 5246 §6.2.3). */
	private static final int MAX_PAYLOAD = 16 * 1024 + 2048;

	/** Less than that is kept on the heap; more is borrowed. */
	private static final int SMALL = 2048;

	private static final int SMALLEST = 64;

	/** A buffer that is so many times larger than its content is given back. */
	private static final int WASTE = 16;

	private final SocketChannel socket;

	private final SSLEngine engine;

	private final BufferPool buffers;

	private final Handshake handshake;

	/** What was received and not taken by the engine. */
	private @Nullable ByteBuffer kept;

	/** Plain bytes for which there was no room. */
	private @Nullable ByteBuffer plain;

	/** The engine must not be given anything now. */
	private boolean held;

	/** Whether the peer has sent a record. */
	private boolean heard;

	/** Whether the handshake is over, and none may follow. */
	private boolean handshakeRefused;

	/** The socket's stream has ended. */
	private boolean socketEnded;

	/** The peer has said that its stream ends. */
	private boolean ended;

	TlsInbound(SocketChannel socket, SSLEngine engine, BufferPool buffers, Handshake handshake) {
		this.socket = socket;
		this.engine = engine;
		this.buffers = buffers;
		this.handshake = handshake;
	}

	/**
	 * Takes records that somebody else has read from the socket. Called before the first
	 * read.
	 * @param records the bytes, used up
	 * @throws SSLException if they do not begin a handshake, or are more than it begins
	 * with
	 */
	void begin(ByteBuffer records) throws SSLException {
		if (records.remaining() > BufferPool.FRAGMENT) {
			throw new SSLException("The peer sent " + records.remaining()
					+ " bytes before its TLS handshake began; at most " + BufferPool.FRAGMENT + " are taken");
		}
		if (records.hasRemaining()) {
			judge(records);
			keep(records);
		}
	}

	/**
	 * Reads plain bytes.
	 * @param in room to read into
	 * @return bytes read, 0 if there are none now, -1 behind a close_notify
	 * @throws IOException if the connection is broken, or its stream has ended without a
	 * close_notify: somebody may have cut it
	 */
	int read(ByteBuffer in) throws IOException {
		int start = in.position();
		if (this.plain == null && !this.ended && !this.held) {
			readRecords(in);
		}
		drain(in);
		if (in.position() > start) {
			return in.position() - start;
		}
		if (this.ended) {
			return -1;
		}
		if (this.socketEnded && !this.held) {
			throw new TlsPeerException(TlsHandshakeFailure.DISCONNECT,
					"The stream was cut: it ended without a close_notify (RFC 8446 §6.1)");
		}
		return 0;
	}

	/**
	 * Whether {@link #read} would bring something without the socket.
	 * @return {@code true} if it must be called again
	 */
	boolean hasInput() {
		if (this.plain != null) {
			return true;
		}
		return !this.held && (this.ended || this.socketEnded || (this.kept != null && isComplete(this.kept)));
	}

	/**
	 * Gives the engine nothing until {@link #goOn()}.
	 */
	void hold() {
		this.held = true;
	}

	void goOn() {
		this.held = false;
	}

	boolean isHeld() {
		return this.held;
	}

	/**
	 * Refuses every further record of a handshake.
	 */
	void refuseHandshakes() {
		this.handshakeRefused = true;
	}

	/**
	 * Gives the buffers back.
	 */
	void dispose() {
		this.buffers.release(this.kept);
		this.kept = null;
		if (this.plain != null) {
			this.buffers.releaseWiped(this.plain, this.plain.limit());
			this.plain = null;
		}
	}

	private void readRecords(ByteBuffer in) throws IOException {
		ByteBuffer records = this.buffers.acquire(BufferPool.FRAGMENT);
		int received = 0;
		try {
			if (this.kept != null) {
				records.put(this.kept);
			}
			// no more than there is room for once it is plain
			int most = Math.max(in.remaining(), HEADER + MAX_PAYLOAD);
			records.limit(Math.max(Math.min(most, records.capacity()), records.position()));
			this.socketEnded |= this.socket.read(records) < 0;
			received = records.flip().limit();
			unwrap(records, in);
			keep(records);
		}
		finally {
			// the engine decrypts in place
			this.buffers.releaseWiped(records, received);
		}
	}

	private void unwrap(ByteBuffer records, ByteBuffer in) throws IOException {
		while (!this.held && !this.ended && this.plain == null && records.hasRemaining()) {
			judge(records);
			if (!this.handshake.isBegun() && !this.handshake.begin()) {
				return;
			}
			if (!isComplete(records)) {
				return;
			}
			this.heard = true;
			SSLEngineResult result = unwrapOne(records, in);
			if (result.getStatus() == Status.BUFFER_OVERFLOW) {
				if (in.position() > 0) {
					return;
				}
				this.plain = this.buffers.acquire(BufferPool.FRAGMENT);
				result = unwrapOne(records, this.plain);
				this.plain.flip();
			}
			this.ended = result.getStatus() == Status.CLOSED;
			if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
				this.handshake.advance();
			}
		}
	}

	private SSLEngineResult unwrapOne(ByteBuffer records, ByteBuffer in) throws SSLException {
		try {
			return this.engine.unwrap(records, in);
		}
		catch (RuntimeException ex) {
			throw new SSLException("The TLS engine failed at a record", ex);
		}
	}

	/** Looks at as much of a record's header as is there (RFC 8446 §5.1). */
	private void judge(ByteBuffer records) throws SSLException {
		int type = records.get(records.position());
		boolean asked = this.handshake.isBegun();
		if (!this.heard && type != HANDSHAKE && !(asked && type == ALERT)) {
			throw new TlsPeerException(TlsHandshakeFailure.NOT_TLS, "The peer does not speak TLS");
		}
		if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
			throw new TlsPeerException(TlsHandshakeFailure.NOT_TLS, "The peer sent something that is no TLS record");
		}
		if (type == HANDSHAKE && this.handshakeRefused) {
			throw new SSLException("The peer wants to renegotiate, which is refused");
		}
		if (records.remaining() >= HEADER && payload(records) > MAX_PAYLOAD) {
			throw new SSLException("The peer sent a TLS record of " + payload(records) + " bytes; at most "
					+ MAX_PAYLOAD + " are allowed");
		}
	}

	private static boolean isComplete(ByteBuffer records) {
		return records.remaining() >= HEADER && records.remaining() >= HEADER + payload(records);
	}

	private static int payload(ByteBuffer records) {
		return records.getShort(records.position() + HEADER - Short.BYTES) & 0xFFFF;
	}

	private void keep(ByteBuffer records) {
		int size = records.remaining();
		ByteBuffer room = this.kept;
		if (room == null || room.capacity() < size || room.capacity() > WASTE * size) {
			this.buffers.release(room);
			room = (size > 0) ? room(size) : null;
		}
		this.kept = (room != null) ? room.clear().put(records).flip() : null;
	}

	private ByteBuffer room(int size) {
		return (size < SMALL) ? ByteBuffer.allocate(Math.max(SMALLEST, Integer.highestOneBit(size) * 2))
				: this.buffers.acquire(size);
	}

	private void drain(ByteBuffer in) {
		ByteBuffer waiting = this.plain;
		if (waiting == null) {
			return;
		}
		int count = Math.min(waiting.remaining(), in.remaining());
		in.put(in.position(), waiting, waiting.position(), count);
		in.position(in.position() + count);
		waiting.position(waiting.position() + count);
		if (!waiting.hasRemaining()) {
			this.plain = null;
			this.buffers.releaseWiped(waiting, waiting.limit());
		}
	}

	/**
	 * Does what the engine wants before it goes on with records.
	 */
	interface Handshake {

		/**
		 * Whether the handshake has begun, or the right to begin it is waited for.
		 * @return {@code true} after {@link #begin()}
		 */
		boolean isBegun();

		/**
		 * The peer's first byte is there.
		 * @return {@code false} if the engine must wait: it is held
		 * @throws IOException if the engine fails
		 */
		boolean begin() throws IOException;

		/**
		 * A record was taken, and the engine wants something; unless it is done at once,
		 * the engine is held.
		 * @throws IOException if the engine fails
		 */
		void advance() throws IOException;

	}

}
