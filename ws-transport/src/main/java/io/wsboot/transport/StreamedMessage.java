package io.wsboot.transport;

import java.nio.ByteBuffer;

import io.wsboot.protocol.MessageDeflater;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent piece by piece, as fragments (RFC 6455 §5.4). One that ends with
 * its first piece leaves as any other message.
 */
final class StreamedMessage {

	private final boolean text;

	private final boolean compressible;

	private final Sender sender;

	/** Whether its first fragment was sent; belongs to the message turn. */
	private boolean begun;

	/** Whether its fragments are compressed; belongs to the message turn. */
	private boolean deflated;

	/** Payload so far; belongs to the message turn, then to the sender. */
	private long size;

	StreamedMessage(boolean text, boolean compressible, Sender sender) {
		this.text = text;
		this.compressible = compressible;
		this.sender = sender;
	}

	boolean isText() {
		return this.text;
	}

	long size() {
		return this.size;
	}

	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Its turn has come, and it must end it. Called without any lock, once, if it had to
	 * wait.
	 */
	void begun() {
		this.sender.begun();
	}

	/**
	 * The session can send no more. Called without any lock.
	 */
	void sessionEnded() {
		this.sender.sessionEnded();
	}

	/**
	 * What to send next; the message turn is held.
	 * @param piece a piece of the payload
	 * @param last whether it is the last
	 * @param deflater compresses, unless there is none
	 * @return what to encode, which may borrow from the piece or the deflater;
	 * {@code null} if there is nothing to send yet
	 */
	@Nullable Deferred next(ByteBuffer piece, boolean last, @Nullable MessageDeflater deflater) {
		this.size += piece.remaining();
		boolean first = !this.begun;
		if (first && last) {
			return new Deferred.Message(this.text, piece, false, this.compressible);
		}
		if (first) {
			this.deflated = this.compressible && deflater != null;
		}
		ByteBuffer bytes = (this.deflated && deflater != null) ? deflater.deflatePart(piece, last) : piece;
		if (!bytes.hasRemaining() && !last && !first) {
			return null;
		}
		this.begun = true;
		return new Deferred.Fragment(this.text, this.deflated, bytes, first, last);
	}

	/**
	 * Who sends the message. The calls come on any thread, which must not block.
	 */
	interface Sender {

		/** The turn has come. */
		void begun();

		/** The session can send no more. */
		void sessionEnded();

	}

}
