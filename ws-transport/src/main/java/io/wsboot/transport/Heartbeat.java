package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.UpgradeDecision.Accept;
import org.jspecify.annotations.Nullable;

/**
 * A ping after silence, its pong in time, and the round-trip time (RFC 6455 §5.5.2). A
 * layer of a {@link WebSocketStage}, asked by the loop's wheel; it owns no timer.
 * Confined to the loop.
 */
abstract class Heartbeat extends EventDelivery {

	/** The answer of {@link #nextBeat} when the pong did not come in time. */
	static final long MISSED = Long.MIN_VALUE;

	/** The answer of {@link #answered} to a pong that is none of a heartbeat. */
	static final long FOREIGN = -1;

	/** The answer of {@link #answered} when nobody can tell how long the pong took. */
	static final long NOT_MEASURED = -2;

	/** Every so many intervals a ping leaves in any case. */
	private static final int ROUND_TRIP_INTERVALS = 4;

	/** The steps in which something is taken off an interval. */
	private static final int STEPS = 1 << Byte.SIZE;

	/** Up to this part is taken off. */
	private static final int QUARTER = 4;

	/** Since when silence counts: a byte was received, or could not be. */
	private long silentSince;

	/** A ping is due then even if the peer talks. */
	private long forcedAt;

	/** {@code null} if none is awaited. */
	private @Nullable AwaitedPong awaited;

	/** What is taken off the interval, so that sessions do not ping together. */
	private byte haste;

	Heartbeat(Connection connection, OutboundGate gate, TransportContext context, Accept decision) {
		super(connection, gate, context, decision);
	}

	/**
	 * The session has just been opened.
	 * @param now the time
	 */
	final void beginHeartbeat(long now) {
		this.silentSince = now;
		plan(now);
	}

	/**
	 * Something was received.
	 * @param now the time
	 */
	final void heard(long now) {
		this.silentSince = now;
	}

	/**
	 * Sends the ping that is due, or finds the pong missing.
	 * @param now the time
	 * @return the next time to be asked, {@link #MISSED}, or {@link Deadlines#NEVER}
	 */
	final long nextBeat(long now) {
		long patience = patience();
		if (patience == 0) {
			return Deadlines.NEVER;
		}
		AwaitedPong pong = this.awaited;
		if (pong == null) {
			long silentAt = this.silentSince + patience;
			long due = (silentAt - this.forcedAt < 0) ? silentAt : this.forcedAt;
			if (now - due < 0) {
				return due;
			}
			plan(now);
			pong = AwaitedPong.ping(gate(), now);
			this.awaited = pong;
		}
		long due = pong.due(now, policy().timeout().toNanos(), gate());
		return (now - due < 0) ? askAgain(now, due) : MISSED;
	}

	/**
	 * A pong has arrived.
	 * @param payload its payload
	 * @param now the time
	 * @return the round-trip time in nanoseconds, {@link #FOREIGN} or
	 * {@link #NOT_MEASURED}
	 */
	final long answered(ByteBuffer payload, long now) {
		AwaitedPong pong = this.awaited;
		if (pong == null || !pong.is(payload)) {
			return FOREIGN;
		}
		this.awaited = null;
		return pong.roundTrip(now);
	}

	/**
	 * Reading was paused by us, so nothing could be seen: pong and silence have their
	 * time again.
	 * @param now the time
	 */
	final void restartHeartbeat(long now) {
		this.silentSince = now;
		if (this.awaited != null) {
			this.awaited.restart(now);
		}
	}

	/**
	 * How long silence and pong may take.
	 * @return the policy
	 */
	HeartbeatPolicy policy() {
		return context().options().heartbeat();
	}

	/**
	 * Draws what is taken off an interval.
	 * @return from 0 for nothing to 255 for a quarter
	 */
	int drawHaste() {
		return ThreadLocalRandom.current().nextInt(STEPS);
	}

	private void plan(long now) {
		this.haste = (byte) drawHaste();
		this.forcedAt = now + patience() * ROUND_TRIP_INTERVALS;
	}

	/** The silence before the next ping. */
	private long patience() {
		long interval = policy().interval().toNanos();
		return interval - interval / QUARTER / STEPS * Byte.toUnsignedInt(this.haste);
	}

	/** The pong may come early, and then the next ping is due before the timeout. */
	private long askAgain(long now, long due) {
		long patience = patience();
		return (due - now > patience) ? now + patience : due;
	}

}
