package io.wsboot.transport;

import java.nio.ByteBuffer;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What bounds one session in its time: how much its peer may send in a second, when it is
 * too old, how long a message may take, and among whose sessions it counts. Sessions
 * without such bounds have none. Confined to the loop.
 *
 * @param rates {@code null} for any
 * @param closeForAgeAt {@link Deadlines#NEVER} if it may become as old as it likes
 * @param messageNanos for a message; 0 for the time that all sessions have
 * @param user {@code null} for nobody
 */
record SessionBounds(@Nullable RateLimit rates, long closeForAgeAt, long messageNanos, @Nullable String user) {

	/**
	 * The bounds of a session that has just been opened.
	 * @param limits what it may do in its time
	 * @param messages how long its messages may be
	 * @param atOnce the most bytes of a message that come at once
	 * @param user among whose sessions it counts, {@code null} for nobody's
	 * @param now the time
	 * @return {@code null} if there are none
	 */
	static @Nullable SessionBounds of(SessionLimits limits, ProtocolLimits messages, long atOnce, @Nullable String user,
			long now) {
		RateLimit rates = RateLimit.of(limits, messages, atOnce, now);
		boolean ages = !limits.maxAge().isZero();
		long messageNanos = limits.messageTimeout().toNanos();
		if (rates == null && !ages && messageNanos == 0 && user == null) {
			return null;
		}
		long ageAt = ages ? now + Jitter.tenth(limits.maxAge().toNanos()) : Deadlines.NEVER;
		return new SessionBounds(rates, ageAt, messageNanos, user);
	}

	/**
	 * Takes what has arrived off what may arrive in a second.
	 * @param arrived messages and control frames
	 * @param payload their payload
	 * @param now the time of the pass
	 * @return the rule that this breaks, {@code null} if there is room for it
	 */
	@Nullable Violation take(int arrived, ByteBuffer payload, long now) {
		return (this.rates != null) ? this.rates.take(arrived, payload.remaining(), now) : null;
	}

}
