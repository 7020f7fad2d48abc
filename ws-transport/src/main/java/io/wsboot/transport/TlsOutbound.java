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
 * The outbound half of a TLS connection: it makes records of plain bytes and writes them
 * in the order in which they were made, a record that is partly out before everything
 * else.
 * <p>
 * Plain bytes count as written as far as the records that carry them are out, so whoever
 * hands them in keeps them for so long, and sees a full socket as it would without TLS.
 * <p>
 * Everything here belongs to the holder of the write claim, except the methods that ask
 * for something.
 */
final class TlsOutbound {

	private static final ByteBuffer[] NOTHING = {};

	private final SocketChannel socket;

	private final SSLEngine engine;

	private final BufferPool buffers;

	/** Records that are not entirely out. */
	private @Nullable ByteBuffer records;

	/** Plain bytes in the records that do not count as written yet. */
	private int unwritten;

	/** The engine may have something to say. */
	private volatile boolean asked;

	/** What the engine had to say is not out. */
	private volatile boolean saying;

	/** Our stream is to be ended. */
	private volatile boolean ending;

	TlsOutbound(SocketChannel socket, SSLEngine engine, BufferPool buffers) {
		this.socket = socket;
		this.engine = engine;
		this.buffers = buffers;
	}

	/**
	 * Wants the engine's own records written: handshake, alerts, key updates.
	 */
	void ask() {
		this.asked = true;
	}

	/**
	 * Wants a close_notify behind everything that was written, and the stream ended
	 * behind that.
	 */
	void askForEnd() {
		this.ending = true;
	}

	/**
	 * Whether anything is left to do of what was asked for.
	 * @return {@code true} if {@link #write} must be called; readable from any thread
	 */
	boolean isAsked() {
		return this.asked || this.saying || this.ending;
	}

	/**
	 * Writes as much as the operating system takes.
	 * @param out plain bytes; positions move as far as they are out
	 * @param count how many buffers
	 * @return plain bytes that are out
	 * @throws IOException if the connection is broken, or the engine makes no more
	 * records
	 */
	long write(ByteBuffer[] out, int count) throws IOException {
		long written = 0;
		do {
			written += writeRecords(out, count);
			if (this.records != null) {
				return written;
			}
			this.saying = false;
		}
		while (makeRecords(out, count));
		return written;
	}

	/**
	 * Gives the buffer back; the connection is gone.
	 */
	void dispose() {
		release();
	}

	/** Plain bytes are never more than the records that carry them. */
	private int writeRecords(ByteBuffer[] out, int count) throws IOException {
		ByteBuffer left = this.records;
		if (left == null) {
			return 0;
		}
		this.socket.write(left);
		int unwritten = Math.min(this.unwritten, left.remaining());
		int written = this.unwritten - unwritten;
		this.unwritten = unwritten;
		skip(out, count, written);
		if (!left.hasRemaining()) {
			release();
		}
		else if (left.capacity() > BufferPool.RUN && left.remaining() <= BufferPool.RUN) {
			// what a slow reader leaves lying is kept in as little as possible
			this.records = this.buffers.acquire(left.remaining()).put(left).flip();
			this.buffers.release(left);
		}
		return written;
	}

	/**
	 * Makes records, if there is something to make them of.
	 * @return {@code false} if there is not
	 */
	private boolean makeRecords(ByteBuffer[] out, int count) throws IOException {
		if (hasRemaining(out, count)) {
			wrap(out, count);
			return true;
		}
		if (this.asked) {
			this.asked = false;
			if (this.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
				this.saying = true;
				wrap(NOTHING, 0);
				this.asked = true;
				return true;
			}
		}
		return this.ending && end();
	}

	private boolean end() throws IOException {
		this.engine.closeOutbound();
		if (!this.engine.isOutboundDone()) {
			wrap(NOTHING, 0);
			return true;
		}
		this.socket.shutdownOutput();
		this.ending = false;
		return false;
	}

	private void wrap(ByteBuffer[] out, int count) throws SSLException {
		ByteBuffer made = this.buffers.acquire(BufferPool.FRAGMENT);
		boolean whole = false;
		mark(out, count);
		try {
			this.unwritten = wrap(out, count, made);
			whole = true;
		}
		catch (SSLException ex) {
			sendAlert(made);
			throw ex;
		}
		finally {
			reset(out, count);
			if (whole) {
				this.records = made.flip();
			}
			else {
				// a record is made in place, of plain bytes
				this.buffers.releaseWiped(made, made.capacity());
			}
		}
	}

	/** As many records as there is room for, in one go. */
	private int wrap(ByteBuffer[] out, int count, ByteBuffer made) throws SSLException {
		int consumed = 0;
		SSLEngineResult result;
		do {
			result = this.engine.wrap(out, 0, count, made);
			consumed += result.bytesConsumed();
		}
		while (result.getStatus() == Status.OK && result.bytesProduced() > 0
				&& (hasRemaining(out, count) || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP));
		if (made.position() == 0) {
			throw new SSLException("The TLS connection has ended: nothing can be written");
		}
		return consumed;
	}

	/** The peer is told why, if the socket takes it: nobody will try again. */
	private void sendAlert(ByteBuffer made) {
		try {
			this.engine.wrap(NOTHING, 0, 0, made);
			this.socket.write(made.flip());
		}
		catch (IOException ex) {
			// the first failure tells more
		}
	}

	private void release() {
		this.buffers.release(this.records);
		this.records = null;
	}

	private static boolean hasRemaining(ByteBuffer[] out, int count) {
		for (int i = 0; i < count; i++) {
			if (out[i].hasRemaining()) {
				return true;
			}
		}
		return false;
	}

	private static void mark(ByteBuffer[] out, int count) {
		for (int i = 0; i < count; i++) {
			out[i].mark();
		}
	}

	private static void reset(ByteBuffer[] out, int count) {
		for (int i = 0; i < count; i++) {
			out[i].reset();
		}
	}

	private static void skip(ByteBuffer[] out, int count, int bytes) {
		int left = bytes;
		for (int i = 0; i < count && left > 0; i++) {
			int here = Math.min(left, out[i].remaining());
			out[i].position(out[i].position() + here);
			left -= here;
		}
	}

}
