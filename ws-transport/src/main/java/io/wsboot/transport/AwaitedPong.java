package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A heartbeat's ping that has not been answered. It exists from the ping to its pong, so
 * that a session that hears from its peer keeps nothing of it.
 */
final class AwaitedPong {

	private static final int PAYLOAD = Long.BYTES;

	/** What the pong must bring back; nobody can guess it. */
	private final long payload = ThreadLocalRandom.current().nextLong();

	private final long sentAt;

	/** From when on the pong may take the timeout. */
	private long since;

	/** Whether the ping left at once, and its pong was not kept waiting by us. */
	private boolean measurable;

	private AwaitedPong(long now) {
		this.sentAt = now;
		this.since = now;
	}

	/**
	 * Sends a ping.
	 * @param gate where it leaves
	 * @param now the time
	 * @return its pong, which is awaited
	 */
	static AwaitedPong ping(OutboundGate gate, long now) {
		AwaitedPong pong = new AwaitedPong(now);
		gate.heartbeat(ByteBuffer.allocate(PAYLOAD).putLong(0, pong.payload));
		pong.measurable = gate.blockedSince() == Deadlines.NEVER;
		return pong;
	}

	/**
	 * Whether a pong is this one.
	 * @param received the pong's payload
	 * @return {@code false} if it answers no ping of ours, or an older one
	 */
	boolean is(ByteBuffer received) {
		return received.remaining() == PAYLOAD && received.getLong(received.position()) == this.payload;
	}

	/**
	 * How long it took.
	 * @param now the time
	 * @return in nanoseconds, or {@link Heartbeat#NOT_MEASURED}
	 */
	long roundTrip(long now) {
		return this.measurable ? Math.max(0, now - this.sentAt) : Heartbeat.NOT_MEASURED;
	}

	/**
	 * We were not reading: the pong has its time again.
	 * @param now the time
	 */
	void restart(long now) {
		this.since = now;
		this.measurable = false;
	}

	/**
	 * When it is missing.
	 * @param now the time
	 * @param timeout how long it may take
	 * @param gate where the ping left
	 * @return the time
	 */
	long due(long now, long timeout, OutboundGate gate) {
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
		return this.since + timeout;
	}

}
