package io.wsboot.transport;

/**
 * What may wait for one session's peer, and what happens then. Immutable.
 *
 * @param highWaterMark bytes in the session's outbound queue from which on there is no
 * room for another message; messages that wait one by one count with what they cost
 * besides their payload
 * @param slowConsumer what happens at the high-water mark
 */
public record OutboundLimits(long highWaterMark, SlowConsumer slowConsumer) {

	/**
	 * 1 MiB, then the session is closed.
	 */
	public static final OutboundLimits DEFAULTS = new OutboundLimits(1024 * 1024, SlowConsumer.CLOSE);

	/**
	 * Checks the range.
	 * @param highWaterMark 1 byte or more
	 * @param slowConsumer what happens then
	 * @throws IllegalArgumentException if the mark is out of its range
	 */
	public OutboundLimits {
		if (highWaterMark < 1) {
			throw new IllegalArgumentException("highWaterMark must be 1 byte or more, not " + highWaterMark);
		}
	}

	/**
	 * The same limits with another high-water mark.
	 * @param highWaterMark 1 byte or more
	 * @return new limits
	 */
	public OutboundLimits withHighWaterMark(long highWaterMark) {
		return new OutboundLimits(highWaterMark, this.slowConsumer);
	}

	/**
	 * The same limits with another policy.
	 * @param slowConsumer what happens at the high-water mark
	 * @return new limits
	 */
	public OutboundLimits withSlowConsumer(SlowConsumer slowConsumer) {
		return new OutboundLimits(this.highWaterMark, slowConsumer);
	}

}
