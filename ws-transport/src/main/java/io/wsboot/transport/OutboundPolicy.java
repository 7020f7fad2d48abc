package io.wsboot.transport;

/**
 * What bounds the outbound queue of a session; the sessions with the same limits share
 * it.
 */
final class OutboundPolicy {

	/** As much as goes in flight together. */
	private static final long FLIGHT = 64 * 1024;

	private final OutboundLimits limits;

	private final OutboundBudget budget;

	/** As long as fewer bytes are encoded another message is. */
	private final long encodedAhead;

	OutboundPolicy(OutboundLimits limits, OutboundBudget budget) {
		this.limits = limits;
		this.budget = budget;
		this.encodedAhead = Math.max(1, Math.min(FLIGHT, limits.highWaterMark() / 2));
	}

	OutboundLimits limits() {
		return this.limits;
	}

	OutboundBudget budget() {
		return this.budget;
	}

	long highWaterMark() {
		return this.limits.highWaterMark();
	}

	int fragmentSize() {
		return this.limits.fragmentSize();
	}

	/**
	 * The bytes of frames from which on further messages wait as messages, so that they
	 * may be dropped or replaced.
	 * @return at most half the high-water mark, but 1 or more
	 */
	long encodedAhead() {
		return this.encodedAhead;
	}

}
