package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.MessageDeflater;
import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * What is sent later, by whoever has the message turn, or the wire lock, by then.
 */
sealed interface Deferred {

	/** Encoded, but with nothing of its own in the data lane. */
	long NO_DATA = 0;

	/**
	 * Does it; the wire lock is held.
	 * @param wire what encodes
	 * @return where it ends in the data lane, -1 if it was refused
	 */
	long encode(WireEncoder wire);

	/**
	 * Compresses it, if that is worth it; the message turn is held, the wire lock not.
	 * @param deflater the session's deflater
	 * @return what to encode instead, borrowed until the deflater's next call
	 */
	default Deferred deflate(MessageDeflater deflater) {
		return this;
	}

	/**
	 * The same with bytes of its own.
	 * @return what may be kept
	 */
	default Deferred owned() {
		return this;
	}

	/**
	 * The payload it keeps.
	 * @return bytes
	 */
	default int size() {
		return 0;
	}

	/**
	 * A message of this session alone.
	 *
	 * @param text whether it is text
	 * @param payload its payload
	 * @param handedOver whether nobody changes the payload any more
	 * @param compressible whether it may be compressed
	 */
	record Message(boolean text, ByteBuffer payload, boolean handedOver, boolean compressible) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			return wire.message(this.text, this.payload, this.handedOver, false);
		}

		@Override
		public Deferred deflate(MessageDeflater deflater) {
			if (!this.compressible || !deflater.wants(this.payload.remaining())) {
				return this;
			}
			ByteBuffer deflated = deflater.deflate(this.payload);
			return (deflated != null) ? new Deflated(this.text, deflated) : this;
		}

		@Override
		public Deferred owned() {
			return this.handedOver ? this
					: new Message(this.text, Payloads.copy(this.payload), true, this.compressible);
		}

		@Override
		public int size() {
			return this.payload.remaining();
		}

	}

	/**
	 * A message that is compressed.
	 *
	 * @param text whether it is text
	 * @param deflated its payload
	 */
	record Deflated(boolean text, ByteBuffer deflated) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			return wire.message(this.text, this.deflated, false, true);
		}

		@Override
		public Deferred owned() {
			return new Deflated(this.text, Payloads.copy(this.deflated));
		}

	}

	/**
	 * A message for many sessions.
	 *
	 * @param message the message
	 * @param deflated whether its compressed form is sent
	 */
	record Prepared(PreparedMessage message, boolean deflated) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			return wire.message(this.message, this.deflated);
		}

		@Override
		public Deferred deflate(MessageDeflater deflater) {
			return deflater.prepare(this.message) ? new Prepared(this.message, true) : this;
		}

		@Override
		public int size() {
			return this.message.size();
		}

	}

	/**
	 * A piece of a message that is sent piece by piece.
	 *
	 * @param text whether the message is text
	 * @param deflated whether it is compressed
	 * @param bytes the piece as it is on the wire
	 * @param first whether it is the first
	 * @param last whether it is the last
	 */
	record Fragment(boolean text, boolean deflated, ByteBuffer bytes, boolean first, boolean last) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			return wire.fragment(this);
		}

		@Override
		public Deferred owned() {
			return new Fragment(this.text, this.deflated, Payloads.copy(this.bytes), this.first, this.last);
		}

	}

	/**
	 * A streaming send that begins when its turn has come.
	 *
	 * @param message the message
	 */
	record Begin(StreamedMessage message) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			throw new IllegalStateException("A streaming send begins with the message turn, not on the wire");
		}

	}

	/**
	 * A ping.
	 *
	 * @param payload handed over
	 * @param heartbeat whether it must leave, whatever waits
	 */
	record Ping(ByteBuffer payload, boolean heartbeat) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			wire.encodePing(this.payload, this.heartbeat);
			return NO_DATA;
		}

	}

	/**
	 * The wish to know when what came before is out.
	 *
	 * @param done the future
	 */
	record Flushed(CompletableFuture<@Nullable Void> done) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			wire.await(this.done);
			return NO_DATA;
		}

	}

	/**
	 * Steps of the closing handshake that had to wait for what came before.
	 *
	 * @param waiting knows the steps
	 */
	record Closing(WaitingMessages waiting) implements Deferred {

		@Override
		public long encode(WireEncoder wire) {
			wire.closeInTurn(this.waiting.takeClosing());
			return NO_DATA;
		}

	}

}
