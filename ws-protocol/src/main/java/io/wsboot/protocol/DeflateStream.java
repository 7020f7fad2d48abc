package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

import org.jspecify.annotations.Nullable;

/**
 * Deflates in one direction and keeps to its window (RFC 7692 §7.1.2, §7.2.1).
 * <p>
 * The JDK's deflater always looks back as far as 32 KiB. It forgets what was before a
 * full flush, so one at least every 2^w bytes of input, counted across messages, keeps
 * all references within a window of w bits.
 */
final class DeflateStream {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	/**
	 * What a flush ends with; it is not sent (§7.2.1).
	 */
	static final int TAIL = 4;

	/**
	 * With less room a flush may stop just at its end, and is then written again.
	 */
	private static final int LEAST_ROOM = 7;

	private final CompressionPool pool;

	private final int level;

	/**
	 * How much input a full flush must follow at the latest.
	 */
	private final long window;

	private @Nullable Deflater deflater;

	private @Nullable ByteBuffer out;

	private long sinceFullFlush;

	/**
	 * Creates a stream; it holds nothing yet.
	 * @param pool lends the deflater and the buffer
	 * @param level how hard to try
	 * @param windowBits how far back to refer at most
	 */
	DeflateStream(CompressionPool pool, int level, int windowBits) {
		this.pool = pool;
		this.level = level;
		this.window = (windowBits == DeflateParameters.MOST_WINDOW_BITS) ? Long.MAX_VALUE : 1L << windowBits;
	}

	/**
	 * Drops the last result and begins another.
	 */
	void begin() {
		ByteBuffer buffer = this.out;
		this.out = (buffer != null) ? buffer.clear() : this.pool.takeBuffer();
	}

	/**
	 * Deflates a piece of a message into the result.
	 * @param piece what follows; its position and its limit are left where they are
	 * @param last whether it completes the message
	 * @param most how long the result may become
	 * @return {@code false} if it became longer; the stream must then be forgotten
	 */
	boolean write(ByteBuffer piece, boolean last, int most) {
		Deflater stream = deflater();
		int from = piece.position();
		int end = piece.limit();
		int at = from;
		try {
			do {
				int length = (int) Math.min(end - at, this.window - this.sinceFullFlush);
				stream.setInput(piece.limit(at + length).position(at));
				at += length;
				this.sinceFullFlush += length;
				if (!drain(stream, flush(last && at == end), most)) {
					return false;
				}
			}
			while (at < end);
		}
		finally {
			piece.limit(end).position(from);
			stream.setInput(EMPTY);
		}
		return true;
	}

	private int flush(boolean complete) {
		if (this.sinceFullFlush == this.window) {
			this.sinceFullFlush = 0;
			return Deflater.FULL_FLUSH;
		}
		return complete ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
	}

	private boolean drain(Deflater stream, int flush, int most) {
		ByteBuffer buffer;
		do {
			buffer = roomyOut(most);
			stream.deflate(buffer, flush);
			if (buffer.position() > most) {
				return false;
			}
		}
		while (!buffer.hasRemaining());
		return true;
	}

	private ByteBuffer roomyOut(int most) {
		ByteBuffer buffer = out();
		if (buffer.remaining() < LEAST_ROOM) {
			long capacity = Math.min(2L * buffer.capacity(), (long) most + LEAST_ROOM);
			ByteBuffer larger = ByteBuffer.allocate((int) capacity).put(buffer.flip());
			this.pool.give(buffer);
			this.out = larger;
			return larger;
		}
		return buffer;
	}

	private ByteBuffer out() {
		ByteBuffer buffer = this.out;
		if (buffer == null) {
			throw new IllegalStateException("No result has been begun");
		}
		return buffer;
	}

	/**
	 * The result so far.
	 * @return between position and limit, valid until the next {@link #begin} or
	 * {@link #release}
	 */
	ByteBuffer result() {
		return out().flip();
	}

	/**
	 * The result of a message's last piece, without the tail that every peer adds. Where
	 * nothing was left to flush it is the empty block of §7.2.3.6.
	 * @return as {@link #result()}
	 */
	ByteBuffer completeResult() {
		ByteBuffer buffer = out();
		if (buffer.position() < TAIL) {
			return buffer.clear().put((byte) 0).flip();
		}
		return buffer.position(buffer.position() - TAIL).flip();
	}

	/**
	 * Forgets all that was deflated: what follows refers to nothing before.
	 */
	void forget() {
		Deflater stream = this.deflater;
		this.deflater = null;
		this.sinceFullFlush = 0;
		if (stream != null) {
			this.pool.give(stream, this.level);
		}
	}

	/**
	 * Drops the result.
	 */
	void release() {
		ByteBuffer buffer = this.out;
		this.out = null;
		if (buffer != null) {
			this.pool.give(buffer);
		}
	}

	private Deflater deflater() {
		Deflater stream = this.deflater;
		if (stream == null) {
			stream = this.pool.takeDeflater(this.level);
			this.deflater = stream;
		}
		return stream;
	}

}
