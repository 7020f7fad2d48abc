package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages that one connection receives (RFC 7692 §7.2.2). It hands out what
 * fits and holds nothing back, so its caller can look at the limits in between.
 * <p>
 * It inflates with the largest window whatever was agreed on: a peer that keeps to a
 * smaller one is understood, too. Without context takeover it holds an inflater during a
 * message only.
 */
final class MessageInflater {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	/**
	 * How much longer than twice the message limit a compressed message may be.
	 */
	private static final int SPARE = 1024;

	/**
	 * The tail that the peer left off (§7.2.1) and a block that ends the stream: it ends
	 * just here if the message was whole.
	 */
	private static final byte[] TAIL_AND_END = { 0, 0, -1, -1, 1, 0, 0, -1, -1 };

	/**
	 * The tail and an empty block: they add nothing if the message was whole.
	 */
	private static final byte[] TAIL_AND_MORE = { 0, 0, -1, -1, 0, 0, 0, -1, -1 };

	private final CompressionPool pool;

	/**
	 * Whether messages refer to earlier ones.
	 */
	private final boolean remembers;

	private final byte[] probe = new byte[1];

	private @Nullable Inflater inflater;

	private ByteBuffer in = EMPTY;

	/**
	 * Whether the input is known to end with a whole block: there is none yet, or the
	 * last block was final (§7.2.3.4).
	 */
	private boolean whole;

	/**
	 * The length of the message's frames so far.
	 */
	private long received;

	/**
	 * Creates an inflater that holds nothing yet.
	 * @param deflate what was agreed on
	 * @param sender the peer's role
	 */
	MessageInflater(PerMessageDeflate deflate, Role sender) {
		this.pool = deflate.pool();
		this.remembers = deflate.parameters().takesContextOver(sender);
	}

	/**
	 * A message begins.
	 */
	void begin() {
		this.received = 0;
		this.whole = true;
		if (this.inflater == null) {
			this.inflater = this.pool.takeInflater();
		}
	}

	/**
	 * What compression may add to data that it cannot shrink. The worst that can be done
	 * with each byte is a code of nine bits (RFC 1951 §3.2.6); blocks have little around
	 * them.
	 * @param length the length of the data
	 * @return how much longer it may have become
	 */
	static long expansion(long length) {
		return length / 8 + 64;
	}

	/**
	 * Admits a frame of the message.
	 * @param length its length on the wire
	 * @param limit the message limit
	 * @throws ProtocolException if it is too much
	 */
	void admit(long length, long limit) throws ProtocolException {
		this.received += length;
		if (this.received < 0 || (this.received - SPARE + 1) / 2 > limit) {
			throw new ProtocolException(Violation.MESSAGE_TOO_BIG);
		}
	}

	/**
	 * Takes the next input, once all before has been inflated.
	 * @param chunk the input, borrowed until {@link #inflate} leaves room
	 */
	void feed(ByteBuffer chunk) {
		this.in = chunk;
		this.whole = this.whole && !chunk.hasRemaining();
		if (this.inflater != null) {
			this.inflater.setInput(chunk);
		}
	}

	/**
	 * Inflates as much as fits.
	 * @param out where to; if room is left, the input is used up and let go
	 * @throws ProtocolException if the input is not DEFLATE
	 */
	void inflate(ByteBuffer out) throws ProtocolException {
		Inflater stream = this.inflater;
		if (stream == null) {
			return;
		}
		try {
			do {
				stream.inflate(out);
				if (stream.finished()) {
					goOnBehindTheEnd(stream);
				}
			}
			while (out.hasRemaining() && this.in.hasRemaining());
		}
		catch (DataFormatException ex) {
			throw new ProtocolException(Violation.CORRUPT_DEFLATE);
		}
		if (out.hasRemaining()) {
			this.in = EMPTY;
			stream.setInput(EMPTY);
		}
	}

	/**
	 * A stream may end within a message, and another begin (§7.2.3.4, §7.2.3.5).
	 */
	private void goOnBehindTheEnd(Inflater stream) {
		stream.reset();
		stream.setInput(this.in);
		this.whole = !this.in.hasRemaining();
	}

	/**
	 * The message ends, once all of it has been inflated.
	 * @throws ProtocolException if it does not end with a whole block
	 */
	void finish() throws ProtocolException {
		Inflater stream = this.inflater;
		if (stream != null && !this.whole) {
			proveWhole(stream);
		}
		if (!this.remembers) {
			end();
		}
	}

	private void proveWhole(Inflater stream) throws ProtocolException {
		boolean proven;
		try {
			stream.setInput(this.remembers ? TAIL_AND_MORE : TAIL_AND_END);
			int surplus = stream.inflate(this.probe, 0, 1);
			proven = surplus == 0 && stream.getRemaining() == 0 && stream.finished() != this.remembers;
		}
		catch (DataFormatException ex) {
			proven = false;
		}
		if (!proven) {
			throw new ProtocolException(Violation.CORRUPT_DEFLATE);
		}
	}

	/**
	 * Gives the inflater back; nothing more is inflated, unless another message begins.
	 */
	void end() {
		Inflater stream = this.inflater;
		this.inflater = null;
		this.in = EMPTY;
		if (stream != null) {
			this.pool.give(stream);
		}
	}

}
