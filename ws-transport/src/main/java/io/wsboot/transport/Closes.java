package io.wsboot.transport;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Every Close that this side starts for reasons of its own. The reason is a stable
 * machine code, the same in the close reason, the log and the documentation; it never
 * carries our internals.
 */
final class Closes {

	/** A handler threw. */
	static final CloseStatus HANDLER_FAILED = new CloseStatus(CloseCode.INTERNAL_ERROR, "handler-failed");

	/** A message could not be encoded, for want of memory. */
	static final CloseStatus SEND_FAILED = new CloseStatus(CloseCode.INTERNAL_ERROR, "send-failed");

	/** A message that was sent piece by piece was given up. */
	static final CloseStatus SEND_ABORTED = new CloseStatus(CloseCode.INTERNAL_ERROR, "send-aborted");

	/** The peer does not read what it is sent. */
	static final CloseStatus SLOW_CONSUMER = new CloseStatus(CloseCode.TRY_AGAIN_LATER, "slow-consumer");

	/** All sessions together keep too much for their peers, and this one most of it. */
	static final CloseStatus MEMORY_BUDGET = new CloseStatus(CloseCode.TRY_AGAIN_LATER, "memory-budget");

	/** The handler's executor takes nothing. */
	static final CloseStatus EXECUTOR_FULL = new CloseStatus(CloseCode.TRY_AGAIN_LATER, "executor-full");

	/** A message was not completed in time. */
	static final CloseStatus MESSAGE_TIMEOUT = new CloseStatus(CloseCode.POLICY_VIOLATION, "message-timeout");

	/** The server is going away; a client may connect again. */
	static final CloseStatus GOING_AWAY = new CloseStatus(CloseCode.GOING_AWAY, "going-away");

	/** The session is as old as it may become; a client may connect again. */
	static final CloseStatus MAX_AGE = new CloseStatus(CloseCode.GOING_AWAY, "max-age");

	private Closes() {
	}

	/**
	 * The limit for which a session is closed, where only its Close tells.
	 * @param status what was sent, {@code null} for nothing
	 * @return the limit, {@code null} for none
	 */
	static @Nullable Limit limit(@Nullable CloseStatus status) {
		if (status == SLOW_CONSUMER) {
			return Limit.HIGH_WATER_MARK;
		}
		if (status == MEMORY_BUDGET) {
			return Limit.MEMORY_BUDGET;
		}
		return (status == EXECUTOR_FULL) ? Limit.EXECUTOR : null;
	}

}
