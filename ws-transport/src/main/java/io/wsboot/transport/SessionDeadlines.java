package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.wsboot.transport.TransportOptions.Timeouts;

/**
 * The times of one open session: how long a message, a blocked write and the closing
 * handshake may take, and when silence is broken. Each counts from entering its state; no
 * single byte renews it. The lower layer of a {@link WebSocketStage}, which hears of what
 * has taken too long. Confined to the loop.
 */
abstract class SessionDeadlines {

	private final Connection connection;

	private final Timeouts timeouts;

	private final Heartbeat heartbeat;

	private long messageBy = Deadlines.NEVER;

	private long closeBy = Deadlines.NEVER;

	private long closeForAgeAt = Deadlines.NEVER;

	/**
	 * The times of a session that has just been opened.
	 * @param connection its connection
	 * @param options how long states may last
	 * @param maxAge how old the session may become; zero for no limit
	 */
	SessionDeadlines(Connection connection, TransportOptions options, Duration maxAge) {
		this.connection = connection;
		this.timeouts = options.timeouts();
		long now = connection.loop().now();
		this.heartbeat = new Heartbeat(options.heartbeat(), Jitter::quarter, now);
		if (!maxAge.isZero()) {
			this.closeForAgeAt = now + Jitter.tenth(maxAge.toNanos());
		}
	}

	final Connection connection() {
		return this.connection;
	}

	/**
	 * The connection is on its way out.
	 */
	final void closing() {
		if (this.closeBy == Deadlines.NEVER) {
			this.closeBy = this.connection.loop().now() + this.timeouts.close().toNanos();
			this.connection.wakeBy(this.closeBy);
		}
	}

	/**
	 * A message is complete; another may begin in the same read.
	 */
	final void messageEnded() {
		this.messageBy = Deadlines.NEVER;
	}

	/**
	 * A read has been decoded. A message has its time from its first to its last byte.
	 * @param messageOpen whether it left a message incomplete
	 */
	final void decoded(boolean messageOpen) {
		if (!messageOpen) {
			this.messageBy = Deadlines.NEVER;
		}
		else if (this.messageBy == Deadlines.NEVER) {
			this.messageBy = this.connection.loop().now() + this.timeouts.message().toNanos();
			this.connection.wakeBy(this.messageBy);
		}
	}

	/**
	 * We were not reading: what the peer owes us has its time again.
	 */
	final void peerMayGoOn() {
		long now = this.connection.loop().now();
		restart(now);
		this.connection.wakeBy(now);
	}

	/**
	 * The kernel takes no more.
	 */
	final void awaitRoom() {
		this.connection.wakeBy(this.connection.loop().now() + this.timeouts.write().toNanos());
	}

	/**
	 * A pong has arrived.
	 * @param payload its payload
	 * @return the round-trip time in nanoseconds, {@link Heartbeat#FOREIGN} or
	 * {@link Heartbeat#NOT_MEASURED}
	 */
	final long answered(ByteBuffer payload) {
		return this.heartbeat.answered(payload, this.connection.loop().time());
	}

	/**
	 * Tells what has expired.
	 * @param now the time
	 * @return the next deadline, {@link Deadlines#NEVER} for none
	 */
	final long nextDeadline(long now) {
		if (this.connection.isPaused()) {
			restart(now);
		}
		if (this.closeBy != Deadlines.NEVER && now - this.closeBy >= 0) {
			this.closeBy = Deadlines.NEVER;
			closeExpired();
		}
		if (this.messageBy != Deadlines.NEVER && now - this.messageBy >= 0) {
			this.messageBy = Deadlines.NEVER;
			messageExpired();
		}
		if (this.closeForAgeAt != Deadlines.NEVER && now - this.closeForAgeAt >= 0) {
			this.closeForAgeAt = Deadlines.NEVER;
			ageReached();
		}
		long next = earlier(earlier(this.closeBy, this.messageBy), earlier(this.closeForAgeAt, writeDeadline(now)));
		return this.connection.isClosed() ? Deadlines.NEVER : earlier(next, heartbeatDeadline());
	}

	private void restart(long now) {
		this.heartbeat.restart(now);
		if (this.messageBy != Deadlines.NEVER) {
			this.messageBy = now + this.timeouts.message().toNanos();
		}
	}

	private long writeDeadline(long now) {
		long since = this.connection.gate().blockedSince();
		if (since == Deadlines.NEVER) {
			return Deadlines.NEVER;
		}
		long due = since + this.timeouts.write().toNanos();
		if (now - due >= 0) {
			writeExpired();
		}
		return due;
	}

	private long heartbeatDeadline() {
		if (!this.connection.gate().isOpen() || this.connection.isPaused()) {
			return Deadlines.NEVER;
		}
		// what the pass did before must not count as the ping's way
		long next = this.heartbeat.deadline(this.connection.loop().time(), this.connection.lastReceived(),
				this.connection.gate());
		if (next != Heartbeat.MISSED) {
			return next;
		}
		heartbeatMissed();
		return Deadlines.NEVER;
	}

	private static long earlier(long one, long other) {
		if (one == Deadlines.NEVER) {
			return other;
		}
		return (other == Deadlines.NEVER || one - other < 0) ? one : other;
	}

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
