package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;

/**
 * A ping after silence, its pong in time, and the round-trip time (RFC 6455 §5.5.2). One
 * for each session, asked by the loop's wheel; it owns no timer.
 */
final class Heartbeat {

	/** The answer of {@link #deadline} when the pong did not come in time. */
	static final long MISSED = Long.MIN_VALUE;

	/** The answer of {@link #answered} to a pong that is none of a heartbeat. */
	static final long FOREIGN = -1;

	/** The answer of {@link #answered} when nobody can tell how long the pong took. */
	static final long NOT_MEASURED = -2;

	/** Every so many intervals a ping leaves in any case. */
	private static final int ROUND_TRIP_INTERVALS = 4;

	private static final int PAYLOAD = Long.BYTES;

	private final HeartbeatPolicy policy;

	private final LongUnaryOperator jitter;

	/** The silence before the next ping. */
	private long patience;

	/** A ping is due then even if the peer talks. */
	private long forcedAt;

	/** When the last ping was sent. */
	private long pingAt;

	/** The number of the last ping, which is its payload. */
	private long sequence;

	/** From when on the pong may take the timeout, or silence counts. */
	private long since;

	private boolean waiting;

	/** Whether the ping left at once, and its pong was not kept waiting by us. */
	private boolean measurable;

	/**
	 * The heartbeat of a session that has just been opened.
	 * @param policy how long silence and pong may take
	 * @param jitter takes something off an interval
	 * @param now the time
	 */
	Heartbeat(HeartbeatPolicy policy, LongUnaryOperator jitter, long now) {
		this.policy = policy;
		this.jitter = jitter;
		this.since = now;
		plan(now);
	}

	/**
	 * Sends the ping that is due, or finds the pong missing.
	 * @param now the time
	 * @param lastReceived when a byte was last received
	 * @param gate where a ping leaves
	 * @return the next time to be asked, {@link #MISSED}, or {@link Deadlines#NEVER}
	 */
	long deadline(long now, long lastReceived, OutboundGate gate) {
		if (this.patience == 0) {
			return Deadlines.NEVER;
		}
		if (this.waiting) {
			return awaitPong(now, gate);
		}
		long silentSince = (lastReceived - this.since > 0) ? lastReceived : this.since;
		long silentAt = silentSince + this.patience;
		long due = (silentAt - this.forcedAt < 0) ? silentAt : this.forcedAt;
		if (now - due < 0) {
			return due;
		}
		this.waiting = true;
		this.pingAt = now;
		this.since = now;
		plan(now);
		gate.heartbeat(ByteBuffer.allocate(PAYLOAD).putLong(0, ++this.sequence));
		this.measurable = gate.blockedSince() == Deadlines.NEVER;
		return askAgain(now, now + timeout());
	}

	/**
	 * A pong has arrived.
	 * @param payload its payload
	 * @param now the time
	 * @return the round-trip time in nanoseconds, {@link #FOREIGN} or
	 * {@link #NOT_MEASURED}
	 */
	long answered(ByteBuffer payload, long now) {
		if (!this.waiting || payload.remaining() != PAYLOAD || payload.getLong(payload.position()) != this.sequence) {
			return FOREIGN;
		}
		this.waiting = false;
		return this.measurable ? Math.max(0, now - this.pingAt) : NOT_MEASURED;
	}

	/**
	 * Reading was paused by us, so nothing could be seen: pong and silence have their
	 * time again.
	 * @param now the time
	 */
	void restart(long now) {
		this.since = now;
		this.measurable = false;
	}

	private long awaitPong(long now, OutboundGate gate) {
		if (gate.blockedSince() != Deadlines.NEVER) {
			// the ping may not have left yet; a peer that takes nothing has the write
			// timeout
			this.since = now;
		}
		long stall = gate.lastStall();
		if (stall != Deadlines.NEVER && stall - this.since > 0) {
			// until then the ping may have waited behind what the peer is slow to read
			this.since = stall;
		}
		long due = this.since + timeout();
		return (now - due < 0) ? askAgain(now, due) : MISSED;
	}

	private void plan(long now) {
		this.patience = this.jitter.applyAsLong(this.policy.interval().toNanos());
		this.forcedAt = now + this.patience * ROUND_TRIP_INTERVALS;
	}

	private long timeout() {
		return this.policy.timeout().toNanos();
	}

	/** The pong may come early, and then the next ping is due before the timeout. */
	private long askAgain(long now, long due) {
		return (due - now > this.patience) ? now + this.patience : due;
	}

}
