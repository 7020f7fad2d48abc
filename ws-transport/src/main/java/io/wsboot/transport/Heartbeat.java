package io.wsboot.transport;

import java.nio.ByteBuffer;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;

/**
 * A ping after silence, its pong in time, and the round-trip time (RFC 6455 §5.5.2). One
 * for each session, asked by the loop's wheel; it owns no timer.
 */
final class Heartbeat {

	/** The answer of {@link #deadline} when the pong did not come in time. */
	static final long MISSED = Long.MIN_VALUE;

	/** Every so many intervals a ping leaves in any case. */
	private static final int ROUND_TRIP_INTERVALS = 4;

	private static final int PAYLOAD = Long.BYTES;

	private final long interval;

	private final long timeout;

	/** A ping is due then even if the peer talks. */
	private long forcedAt;

	/** When the last ping was sent. */
	private long pingAt;

	/** The number of the last ping, which is its payload. */
	private long sequence;

	/** From when on its pong may take the timeout. */
	private long waitingSince;

	private boolean waiting;

	Heartbeat(HeartbeatPolicy policy, long now) {
		this.interval = policy.interval().toNanos();
		this.timeout = policy.timeout().toNanos();
		this.forcedAt = now + this.interval * ROUND_TRIP_INTERVALS;
	}

	/**
	 * Sends the ping that is due, or finds the pong missing.
	 * @param now the time
	 * @param lastReceived when a byte was last received
	 * @param gate where a ping leaves
	 * @return the next time to be asked, {@link #MISSED}, or {@link Deadlines#NEVER}
	 */
	long deadline(long now, long lastReceived, OutboundGate gate) {
		if (this.interval == 0) {
			return Deadlines.NEVER;
		}
		if (this.waiting) {
			return awaitPong(now, gate);
		}
		long silentAt = lastReceived + this.interval;
		long due = (silentAt - this.forcedAt < 0) ? silentAt : this.forcedAt;
		if (now - due < 0) {
			return due;
		}
		this.waiting = true;
		this.pingAt = now;
		this.waitingSince = now;
		this.forcedAt = now + this.interval * ROUND_TRIP_INTERVALS;
		gate.ping(ByteBuffer.allocate(PAYLOAD).putLong(0, ++this.sequence));
		return askAgain(now, now + this.timeout);
	}

	/**
	 * A pong has arrived.
	 * @param payload its payload
	 * @param now the time
	 * @return the round-trip time in nanoseconds, -1 if it does not answer the ping
	 */
	long answered(ByteBuffer payload, long now) {
		if (!this.waiting || payload.remaining() != PAYLOAD || payload.getLong(payload.position()) != this.sequence) {
			return -1;
		}
		this.waiting = false;
		return Math.max(0, now - this.pingAt);
	}

	/**
	 * Reading was paused by us, so the pong could not be seen: its time starts again.
	 * @param now the time
	 */
	void restart(long now) {
		this.waitingSince = now;
	}

	private long awaitPong(long now, OutboundGate gate) {
		if (gate.blockedSince() != Deadlines.NEVER) {
			// the ping may not have left yet; a peer that takes nothing has the write
			// timeout
			this.waitingSince = now;
		}
		long stall = gate.lastStall();
		if (stall != Deadlines.NEVER && stall - this.waitingSince > 0) {
			// until then the ping may have waited behind what the peer is slow to read
			this.waitingSince = stall;
		}
		long due = this.waitingSince + this.timeout;
		return (now - due < 0) ? askAgain(now, due) : MISSED;
	}

	/** The pong may come early, and then the next ping is due before the timeout. */
	private long askAgain(long now, long due) {
		return (due - now > this.interval) ? now + this.interval : due;
	}

}
