package io.wsboot.transport;

import java.util.function.Supplier;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Every Close that this side starts for reasons of its own. The reason is a stable
 * machine code, the same in the close reason, the log and the documentation; it never
 * carries our internals. A {@link ReconnectHint} may follow.
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

	/** The client ends. */
	static final CloseStatus GOING_AWAY = new CloseStatus(CloseCode.GOING_AWAY, "going-away");

	/** The server ends; a client may connect again, after a time of its own. */
	static final Supplier<CloseStatus> SERVER_GOING_AWAY = ReconnectHint.goodbyes("going-away");

	/** The server has too much to do; a client may connect again, perhaps to another. */
	static final Supplier<CloseStatus> SHED = ReconnectHint.goodbyes("shed");

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
