package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Deflates the messages that one connection sends (RFC 7692 §7.2.1), one message at a
 * time, in the order in which they leave.
 * <p>
 * It belongs to whoever holds the session's message turn and needs no other lock. What it
 * returns is <em>borrowed</em>: it lies between position and limit and is valid until the
 * next call.
 * <p>
 * What was deflated must be sent, and in this order: with context takeover the peer
 * remembers it. A connection without context takeover holds no native memory between two
 * messages.
 */
public final class MessageDeflater {

	private static final int LONGEST = Integer.MAX_VALUE - 80;

	private final PerMessageDeflate deflate;

	private final int windowBits;

	private final boolean remembers;

	private final DeflateStream stream;

	private boolean inMessage;

	private boolean closed;

	/**
	 * Creates a deflater that holds nothing yet.
	 * @param deflate what was agreed on
	 * @param role the sending side
	 */
	MessageDeflater(PerMessageDeflate deflate, Role role) {
		this.deflate = deflate;
		this.windowBits = deflate.parameters().windowBits(role);
		this.remembers = deflate.parameters().takesContextOver(role);
		this.stream = newStream();
	}

	private DeflateStream newStream() {
		return new DeflateStream(this.deflate.pool(), this.deflate.options().level(), this.windowBits);
	}

	/**
	 * The window in which this side keeps all references.
	 * @return as a power of two
	 */
	int windowBits() {
		return this.windowBits;
	}

	/**
	 * Whether a message is long enough to be compressed.
	 * @param size the length of its payload
	 * @return {@code true} from {@link CompressionOptions#minSize()} on, never for an
	 * empty one
	 */
	public boolean wants(int size) {
		return size > 0 && size >= this.deflate.options().minSize();
	}

	/**
	 * Deflates a whole message.
	 * @param payload the message; its position and its limit are left where they are
	 * @return what to send with {@link WebSocketProtocol#sendDeflated}, borrowed, or
	 * {@code null} if it is no shorter, and then the message is to be sent as it is
	 * @throws IllegalStateException if a message is being deflated in pieces, or this has
	 * been closed
	 */
	public @Nullable ByteBuffer deflate(ByteBuffer payload) {
		requireFree();
		boolean kept = false;
		try {
			this.stream.begin();
			if (!this.stream.write(payload, true, most(payload.remaining()))) {
				return null;
			}
			kept = this.remembers;
			return this.stream.completeResult();
		}
		finally {
			if (!kept) {
				this.stream.forget();
			}
		}
	}

	/**
	 * The longest result, its tail included, that is shorter than the message.
	 */
	private static int most(int size) {
		return Math.min(size, LONGEST) + DeflateStream.TAIL - 1;
	}

	/**
	 * Deflates a piece of a message that is sent piece by piece. What it returns may lag
	 * behind what it was given, and may be empty unless the piece is the last.
	 * @param part the piece; its position and its limit are left where they are
	 * @param last whether it is the message's last
	 * @return what to send with {@link WebSocketProtocol#sendFragment}, borrowed
	 * @throws IllegalStateException if this has been closed
	 */
	public ByteBuffer deflatePart(ByteBuffer part, boolean last) {
		requireOpen();
		this.inMessage = true;
		this.stream.begin();
		if (!this.stream.write(part, last, LONGEST)) {
			throw new IllegalArgumentException("A piece of " + part.remaining() + " bytes is too long");
		}
		if (!last) {
			return this.stream.result();
		}
		this.inMessage = false;
		if (!this.remembers) {
			this.stream.forget();
		}
		return this.stream.completeResult();
	}

	/**
	 * Makes sure that a prepared message has a form that fits this connection. The first
	 * connection with a window of this size makes it for all.
	 * <p>
	 * With context takeover this side then forgets what it sent before, for the peer's
	 * memory and its own would differ.
	 * @param message the message
	 * @return whether the deflated form is to be sent, to be handed to
	 * {@link WebSocketProtocol#send(PreparedMessage, boolean)}
	 * @throws IllegalStateException if a message is being deflated in pieces, or this has
	 * been closed
	 */
	public boolean prepare(PreparedMessage message) {
		requireFree();
		if (!message.isCompressible() || !wants(message.size())) {
			return false;
		}
		DeflatedForm form = message.deflatedForm(this.windowBits);
		if (form == null) {
			form = make(message);
		}
		if (form.frames() == null) {
			return false;
		}
		this.stream.forget();
		return true;
	}

	private DeflatedForm make(PreparedMessage message) {
		DeflateStream once = newStream();
		try {
			once.begin();
			boolean shorter = message.writeTo(once, most(message.size()));
			return message.add(this.windowBits, shorter ? once.completeResult() : null);
		}
		finally {
			once.forget();
			once.release();
		}
	}

	/**
	 * Drops the last result and its memory. To be called when nobody is going to deflate
	 * soon; the next call does without it.
	 */
	public void release() {
		this.stream.release();
	}

	/**
	 * Gives all memory back. Calling it again has no effect.
	 */
	public void close() {
		this.closed = true;
		this.stream.forget();
		this.stream.release();
	}

	private void requireFree() {
		requireOpen();
		if (this.inMessage) {
			throw new IllegalStateException("A message is being deflated in pieces and has not ended");
		}
	}

	private void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("The deflater has been closed");
		}
	}

}
