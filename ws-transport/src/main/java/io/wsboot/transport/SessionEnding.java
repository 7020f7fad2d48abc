package io.wsboot.transport;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of why a session ends; made when it begins to. Confined to the loop.
 */
final class SessionEnding {

	/** What the peer's Close says. */
	private @Nullable CloseStatus peerClose;

	/** The rule that the peer broke. */
	private @Nullable Violation violation;

	/** Why we gave the connection up without a Close. */
	private @Nullable CloseReason cause;

	/** The closing handshake, or what is left of it, has its time. */
	private boolean timed;

	/** The peer's stream has ended. */
	private boolean streamEnded;

	/** We gave the connection up. */
	private boolean givenUp;

	/** A limit has ended the session. */
	private boolean limited;

	/** The handler and the listener know. */
	private boolean finished;

	boolean isTimed() {
		return this.timed;
	}

	void timed(boolean has) {
		this.timed = has;
	}

	void closedByPeer(CloseStatus status) {
		this.peerClose = status;
	}

	void brokenBy(Violation rule) {
		this.violation = rule;
	}

	/**
	 * The connection is given up.
	 * @param reason why
	 */
	void because(CloseReason reason) {
		this.cause = reason;
	}

	void streamEnded() {
		this.streamEnded = true;
	}

	void giveUp() {
		this.givenUp = true;
	}

	/**
	 * A limit was reached. Only the first counts: what follows from it is no news.
	 * @return whether it is the first
	 */
	boolean limit() {
		boolean first = !this.limited;
		this.limited = true;
		return first;
	}

	/**
	 * Everybody is about to be told.
	 * @return whether nobody was before
	 */
	boolean finish() {
		boolean first = !this.finished;
		this.finished = true;
		return first;
	}

	boolean isFinished() {
		return this.finished;
	}

	@Nullable CloseStatus peerClose() {
		return this.peerClose;
	}

	@Nullable Violation violation() {
		return this.violation;
	}

	/**
	 * Whether the peer has closed the session, or broken a rule.
	 * @return {@code true} if its stream is expected to end
	 */
	boolean isSettledByPeer() {
		return this.peerClose != null || this.violation != null;
	}

	boolean isStreamEnded() {
		return this.streamEnded;
	}

	/**
	 * Whether we ended the session though the peer could have gone on.
	 * @return {@code true} for a connection that was given up, or failed
	 */
	boolean isOurs() {
		return this.givenUp || this.violation != null;
	}

	/**
	 * Why the session ends.
	 * @param ours whether this side was the first to end it
	 * @param sent the Close that this side has sent, or wanted to; {@code null} for none
	 */
	CloseReason reason(boolean ours, @Nullable CloseStatus sent) {
		if (this.cause != null) {
			return this.cause;
		}
		if (this.violation != null) {
			return CloseReason.of(this.violation);
		}
		if (ours && sent != null) {
			return CloseReason.of(sent);
		}
		return (this.peerClose != null) ? CloseReason.PEER : CloseReason.CONNECTION_LOST;
	}

	/**
	 * What everybody is told. A Close or a violation that waits for callbacks counts,
	 * even if the connection did not last so long.
	 * @param otherwise what the closing handshake has come to
	 * @return the status
	 */
	CloseStatus status(CloseStatus otherwise) {
		if (this.peerClose != null) {
			return this.peerClose;
		}
		return (this.violation != null) ? CloseStatus.of(this.violation.closeCode(), this.violation.code()) : otherwise;
	}

}
