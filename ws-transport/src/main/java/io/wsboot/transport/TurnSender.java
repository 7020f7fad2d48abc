package io.wsboot.transport;

import java.nio.ByteBuffer;

import io.wsboot.protocol.MessageDeflater;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of a {@link MessageTurn} does with a message: compresses it, then
 * encodes it under the wire lock, or leaves it to that lock's holder.
 */
final class TurnSender {

	private final Wire wire;

	private final OutboundRequests requests;

	/** {@code null} without compression. */
	private final @Nullable MessageDeflater deflater;

	/** Whether {@link #deflater} may be used; written by the holder of the turn. */
	private volatile boolean deflaterOpen;

	TurnSender(Wire wire, @Nullable MessageDeflater deflater) {
		this.wire = wire;
		this.requests = wire.requests();
		this.deflater = deflater;
		this.deflaterOpen = deflater != null;
	}

	/**
	 * Whether messages may have to be compressed.
	 * @return {@code false} if only the wire lock is needed
	 */
	boolean compresses() {
		return this.deflater != null;
	}

	/**
	 * Compresses a message, if that is worth it, and encodes it.
	 * @param message the message
	 * @param promised whether its sender was told that it was taken
	 * @return where it ends in the data lane, {@link MessageTurn#NOT_YET} if it is not
	 * encoded yet, -1 if it was refused
	 */
	long send(Deferred message, boolean promised) {
		MessageDeflater compressor = this.deflater;
		if (compressor == null || !this.wire.maySend()) {
			return encode(message, promised);
		}
		boolean ready = false;
		Deferred compressed;
		try {
			compressed = message.deflate(compressor);
			ready = true;
		}
		finally {
			requireReady(ready);
		}
		return encode(compressed, promised);
	}

	/**
	 * Compresses a piece of a message, if the message is compressed, and encodes it.
	 * @param message the message
	 * @param piece the piece
	 * @param last whether it is the last
	 * @return whether it was taken
	 */
	boolean send(StreamedMessage message, ByteBuffer piece, boolean last) {
		boolean ready = false;
		Deferred next;
		try {
			next = message.next(piece, last, this.deflater);
			ready = true;
		}
		finally {
			requireReady(ready);
		}
		return next == null || send(next, false) >= 0;
	}

	/**
	 * Encodes what needs no compression.
	 * @param message what to encode
	 * @param promised whether its sender was told that it was taken
	 * @return where it ends in the data lane, {@link MessageTurn#NOT_YET} if it is not
	 * encoded yet, -1 if it was refused
	 */
	long encode(Deferred message, boolean promised) {
		if (!this.wire.enter()) {
			this.requests.ready(message.owned());
			this.wire.carryOut();
			return MessageTurn.NOT_YET;
		}
		try {
			long end = message.encode(this.wire);
			if (end < 0 && promised) {
				this.wire.lost();
			}
			return end;
		}
		finally {
			this.wire.leave();
		}
	}

	/**
	 * Gives memory back until the next message.
	 */
	void rest() {
		if (this.deflater != null) {
			this.deflater.release();
		}
	}

	/**
	 * Gives native memory back, for nothing will be sent any more.
	 */
	void close() {
		if (this.deflaterOpen && this.deflater != null) {
			this.deflaterOpen = false;
			this.deflater.close();
		}
	}

	/**
	 * Whether there is native memory to give back. Any thread may ask.
	 * @return {@code true} until {@link #close()}, where there is compression
	 */
	boolean isDeflaterOpen() {
		return this.deflaterOpen;
	}

	/** For want of memory a message is missing; nothing may follow. */
	private void requireReady(boolean ready) {
		if (!ready) {
			this.requests.add(OutboundRequests.CUT_SHORT);
			this.wire.carryOut();
		}
	}

}
