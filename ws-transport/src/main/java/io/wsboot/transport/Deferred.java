package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a loop wanted to send while another thread held the wire lock; the holder sends
 * it.
 */
sealed interface Deferred {

	/**
	 * Does it; the wire lock is held.
	 * @param wire the session's wire
	 */
	void encode(Wire wire);

	/**
	 * A message of this session alone.
	 *
	 * @param text whether it is text
	 * @param payload handed over
	 */
	record Message(boolean text, ByteBuffer payload) implements Deferred {

		@Override
		public void encode(Wire wire) {
			if (wire.encode(this.text, this.payload, true) < 0) {
				wire.lost();
			}
		}

	}

	/**
	 * A message for many sessions.
	 *
	 * @param message the message
	 */
	record Prepared(PreparedMessage message) implements Deferred {

		@Override
		public void encode(Wire wire) {
			if (wire.encode(this.message) < 0) {
				wire.lost();
			}
		}

	}

	/**
	 * A ping.
	 *
	 * @param payload handed over
	 */
	record Ping(ByteBuffer payload) implements Deferred {

		@Override
		public void encode(Wire wire) {
			wire.encodePing(this.payload);
		}

	}

	/**
	 * The wish to know when what came before is out.
	 *
	 * @param done the future
	 */
	record Flushed(CompletableFuture<@Nullable Void> done) implements Deferred {

		@Override
		public void encode(Wire wire) {
			wire.await(this.done);
		}

	}

}
