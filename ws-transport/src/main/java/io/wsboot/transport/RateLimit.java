package io.wsboot.transport;

import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.Violation;
import org.jspecify.annotations.Nullable;

/**
 * How much the peer of one session may send in a second: a bucket of messages and one of
 * bytes, each full at first and filled again as time passes. Confined to the loop, given
 * the time of the pass, so that a message costs no look at a clock.
 */
final class RateLimit {

	private final @Nullable Bucket messages;

	private final @Nullable Bucket bytes;

	private RateLimit(@Nullable Bucket messages, @Nullable Bucket bytes) {
		this.messages = messages;
		this.bytes = bytes;
	}

	/**
	 * The limit of a session.
	 * @param session what it may do in its time
	 * @param protocol how long its messages may be
	 * @param atOnce the most bytes of a message that come at once
	 * @param now the time
	 * @return {@code null} if there is none
	 */
	static @Nullable RateLimit of(SessionLimits session, ProtocolLimits protocol, long atOnce, long now) {
		long messages = session.messagesPerSecond();
		long bytes = session.bytesPerSecond();
		if (messages == 0 && bytes == 0) {
			return null;
		}
		long longest = Math.min(protocol.maxMessageSize(), atOnce);
		return new RateLimit((messages > 0) ? new Bucket(messages, messages, now) : null,
				(bytes > 0) ? new Bucket(bytes, Math.max(bytes, longest), now) : null);
	}

	/**
	 * Takes what has arrived.
	 * @param arrived messages and control frames
	 * @param payload their bytes
	 * @param now the time of the pass
	 * @return the rule that this breaks, {@code null} if there is room for it
	 */
	@Nullable Violation take(int arrived, int payload, long now) {
		if (this.messages != null && !this.messages.take(arrived, now)) {
			return Violation.MESSAGE_RATE;
		}
		return (this.bytes != null && !this.bytes.take(payload, now)) ? Violation.BYTE_RATE : null;
	}

	/**
	 * What may come at once, and how fast that is granted again.
	 */
	private static final class Bucket {

		private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

		private final double perSecond;

		private final double capacity;

		private double left;

		private long filledAt;

		Bucket(double perSecond, double capacity, long now) {
			this.perSecond = perSecond;
			this.capacity = capacity;
			this.left = capacity;
			this.filledAt = now;
		}

		boolean take(int amount, long now) {
			if (now != this.filledAt) {
				this.left = Math.min(this.capacity, this.left + this.perSecond * ((now - this.filledAt) / SECOND));
				this.filledAt = now;
			}
			this.left -= amount;
			return this.left >= 0;
		}

	}

}
