package io.wsboot.spring.metrics;

import io.wsboot.transport.UpgradeDecision;
import org.jspecify.annotations.Nullable;

/**
 * How the decision on an upgrade request came out, in the words of Spring's other meters.
 */
public enum HandshakeOutcome {

	/**
	 * The session may open.
	 */
	SUCCESS,

	/**
	 * Refused with a status from 400 to 499.
	 */
	CLIENT_ERROR,

	/**
	 * Refused with a status from 500 to 599, or nobody could decide.
	 */
	SERVER_ERROR,

	/**
	 * Not decided yet.
	 */
	UNKNOWN;

	private static final int SERVER_ERRORS = 500;

	/**
	 * The outcome of a decision.
	 * @param decision what was decided; {@code null} if nothing was
	 * @param failure why nothing was decided; {@code null} if something was
	 * @return the outcome
	 */
	static HandshakeOutcome of(@Nullable UpgradeDecision decision, @Nullable Throwable failure) {
		if (decision instanceof UpgradeDecision.Accept) {
			return SUCCESS;
		}
		if (decision instanceof UpgradeDecision.Refuse refusal) {
			return (refusal.status() < SERVER_ERRORS) ? CLIENT_ERROR : SERVER_ERROR;
		}
		return (failure != null) ? SERVER_ERROR : UNKNOWN;
	}

}
