package io.wsboot.transport;

import io.wsboot.transport.TransportOptions.Timeouts;
import io.wsboot.transport.UpgradeDecision.Accept;
import org.jspecify.annotations.Nullable;

/**
 * The times of one open session: how long a message, a blocked write and the closing
 * handshake may take, and when silence is broken. Each counts from entering its state; no
 * single byte renews it. A layer of a {@link WebSocketStage}, which hears of what has
 * taken too long. Confined to the loop.
 */
abstract class SessionDeadlines extends Heartbeat {

	/** When the message that has begun, or else the closing handshake, must be over. */
	private long stateBy = Deadlines.NEVER;

	/** {@code null} while nothing ends the session. */
	private @Nullable SessionEnding ending;

	SessionDeadlines(Connection connection, OutboundGate gate, TransportContext context, Accept decision) {
		super(connection, gate, context, decision);
	}

	/**
	 * The connection is on its way out.
	 */
	final void closing() {
		if (!ending().isTimed()) {
			ending().timed(true);
			await(timeouts().close().toNanos());
		}
	}

	/**
	 * What is known of the session's end.
	 * @return made when it is first asked for
	 */
	final SessionEnding ending() {
		SessionEnding known = this.ending;
		if (known == null) {
			known = new SessionEnding();
			this.ending = known;
		}
		return known;
	}

	/**
	 * Whether everybody has been told of the end.
	 * @return {@code true} if no callback may be added
	 */
	final boolean isFinished() {
		return this.ending != null && this.ending.isFinished();
	}

	/**
	 * A message is complete; another may begin in the same read.
	 */
	final void messageEnded() {
		if (!isClosing()) {
			this.stateBy = Deadlines.NEVER;
		}
	}

	/**
	 * A read has been decoded. A message has its time from its first to its last byte.
	 * @param messageOpen whether it left a message incomplete
	 */
	final void decoded(boolean messageOpen) {
		if (!messageOpen) {
			messageEnded();
		}
		else if (this.stateBy == Deadlines.NEVER) {
			await(messageNanos());
		}
	}

	/**
	 * We were not reading: what the peer owes us has its time again.
	 */
	final void peerMayGoOn() {
		long now = loop().now();
		restart(now);
		connection().wakeBy(now);
	}

	/**
	 * The kernel takes no more.
	 */
	final void awaitRoom() {
		connection().wakeBy(loop().now() + timeouts().write().toNanos());
	}

	/**
	 * Tells what has expired.
	 * @param now the time
	 * @return the next deadline, {@link Deadlines#NEVER} for none
	 */
	final long nextDeadline(long now) {
		if (connection().isPaused()) {
			restart(now);
		}
		if (this.stateBy != Deadlines.NEVER && now - this.stateBy >= 0) {
			this.stateBy = Deadlines.NEVER;
			expired();
		}
		long next = earlier(earlier(this.stateBy, ageDeadline(now)), writeDeadline(now));
		return connection().isClosed() ? Deadlines.NEVER : earlier(next, heartbeatDeadline());
	}

	/** The connection is on its way out; messages have no time of their own then. */
	private boolean isClosing() {
		return this.ending != null && this.ending.isTimed();
	}

	private void expired() {
		if (isClosing()) {
			ending().timed(false);
			closeExpired();
		}
		else {
			messageExpired();
		}
	}

	private void await(long nanos) {
		this.stateBy = loop().now() + nanos;
		connection().wakeBy(this.stateBy);
	}

	private void restart(long now) {
		restartHeartbeat(now);
		if (!isClosing() && this.stateBy != Deadlines.NEVER) {
			this.stateBy = now + messageNanos();
		}
	}

	private long ageDeadline(long now) {
		long at = closeForAgeAt();
		if (at == Deadlines.NEVER || !gate().isOpen()) {
			return Deadlines.NEVER;
		}
		if (now - at < 0) {
			return at;
		}
		ageReached();
		return Deadlines.NEVER;
	}

	private long writeDeadline(long now) {
		long since = gate().blockedSince();
		if (since == Deadlines.NEVER) {
			return Deadlines.NEVER;
		}
		long due = since + timeouts().write().toNanos();
		if (now - due >= 0) {
			writeExpired();
		}
		return due;
	}

	private long heartbeatDeadline() {
		if (!gate().isOpen() || connection().isPaused()) {
			return Deadlines.NEVER;
		}
		// what the pass did before must not count as the ping's way
		long next = nextBeat(loop().time());
		if (next != MISSED) {
			return next;
		}
		heartbeatMissed();
		return Deadlines.NEVER;
	}

	private Timeouts timeouts() {
		return context().options().timeouts();
	}

	private static long earlier(long one, long other) {
		if (one == Deadlines.NEVER) {
			return other;
		}
		return (other == Deadlines.NEVER || one - other < 0) ? one : other;
	}

	/**
	 * When the session is as old as it may become.
	 * @return the time, {@link Deadlines#NEVER} for none
	 */
	abstract long closeForAgeAt();

	/** How long a message may take. */
	abstract long messageNanos();

	/** The connection is not on its way out any more, but should be gone. */
	abstract void closeExpired();

	/** A message is still not complete. */
	abstract void messageExpired();

	/** The peer does not read. */
	abstract void writeExpired();

	/** The session is as old as it may become. */
	abstract void ageReached();

	/** The peer did not answer a ping. */
	abstract void heartbeatMissed();

}
