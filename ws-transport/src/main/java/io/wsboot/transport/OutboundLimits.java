package io.wsboot.transport;

import io.wsboot.protocol.ByteSink;

/**
 * What may wait for one session's peer, and what happens then; and how long its frames
 * are. Immutable.
 *
 * @param highWaterMark bytes in the session's outbound queue from which on there is no
 * room for another message; messages that wait one by one count with what they cost
 * besides their payload
 * @param slowConsumer what happens at the high-water mark
 * @param fragmentSize the longest payload of a data frame, in bytes; longer messages
 * leave as fragments (RFC 6455 §5.4). What is published to many is made into frames of at
 * most 64 KiB once, and into shorter ones for each session that wants them
 */
public record OutboundLimits(long highWaterMark, SlowConsumer slowConsumer, int fragmentSize) {

	/**
	 * 1 MiB, then the session is closed; frames of 64 KiB.
	 */
	public static final OutboundLimits DEFAULTS = new OutboundLimits(1024 * 1024, SlowConsumer.CLOSE);

	private static final int LARGEST_FRAGMENT_SIZE = 16 * 1024 * 1024;

	/**
	 * Checks the ranges.
	 * @param highWaterMark 1 byte or more
	 * @param slowConsumer what happens then
	 * @param fragmentSize 125 bytes to 16 MiB
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public OutboundLimits {
		if (highWaterMark < 1) {
			throw new IllegalArgumentException("highWaterMark must be 1 byte or more, not " + highWaterMark);
		}
		if (fragmentSize < ByteSink.LEAST_FRAGMENT_SIZE || fragmentSize > LARGEST_FRAGMENT_SIZE) {
			throw new IllegalArgumentException(
					"fragmentSize must be from 125 bytes to 16 MiB (16777216), not " + fragmentSize);
		}
	}

	/**
	 * Limits with frames of 64 KiB.
	 * @param highWaterMark 1 byte or more
	 * @param slowConsumer what happens then
	 * @throws IllegalArgumentException if the mark is out of its range
	 */
	public OutboundLimits(long highWaterMark, SlowConsumer slowConsumer) {
		this(highWaterMark, slowConsumer, ByteSink.FRAGMENT_SIZE);
	}

	/**
	 * The same limits with another high-water mark.
	 * @param highWaterMark 1 byte or more
	 * @return new limits
	 */
	public OutboundLimits withHighWaterMark(long highWaterMark) {
		return new OutboundLimits(highWaterMark, this.slowConsumer, this.fragmentSize);
	}

	/**
	 * The same limits with another policy.
	 * @param slowConsumer what happens at the high-water mark
	 * @return new limits
	 */
	public OutboundLimits withSlowConsumer(SlowConsumer slowConsumer) {
		return new OutboundLimits(this.highWaterMark, slowConsumer, this.fragmentSize);
	}

	/**
	 * The same limits with frames of another length.
	 * @param fragmentSize the longest payload of a data frame; 125 bytes to 16 MiB
	 * @return new limits
	 */
	public OutboundLimits withFragmentSize(int fragmentSize) {
		return new OutboundLimits(this.highWaterMark, this.slowConsumer, fragmentSize);
	}

}
