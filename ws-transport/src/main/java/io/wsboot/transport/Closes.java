package io.wsboot.transport;

import java.util.function.Supplier;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Every Close that this side starts for reasons of its own. The close reason is the code
 * of a {@link CloseReason}. A {@link ReconnectHint} may follow.
 */
final class Closes {

	/** A handler threw. */
	static final CloseStatus HANDLER_FAILED = CloseReason.HANDLER_FAILED.status();

	/** A message could not be encoded, for want of memory. */
	static final CloseStatus SEND_FAILED = CloseReason.SEND_FAILED.status();

	/** A message that was sent piece by piece was given up. */
	static final CloseStatus SEND_ABORTED = CloseReason.SEND_ABORTED.status();

	/** The peer does not read what it is sent. */
	static final CloseStatus SLOW_CONSUMER = CloseReason.SLOW_CONSUMER.status();

	/** All sessions together keep too much for their peers, and this one most of it. */
	static final CloseStatus MEMORY_BUDGET = CloseReason.MEMORY_BUDGET.status();

	/** The handler's executor takes nothing. */
	static final CloseStatus EXECUTOR_FULL = CloseReason.EXECUTOR_FULL.status();

	/** A message was not completed in time. */
	static final CloseStatus MESSAGE_TIMEOUT = CloseReason.MESSAGE_TIMEOUT.status();

	/** The client ends. */
	static final CloseStatus GOING_AWAY = CloseReason.GOING_AWAY.status();

	/** The server ends; a client may connect again, after a time of its own. */
	static final Supplier<CloseStatus> SERVER_GOING_AWAY = ReconnectHint.goodbyes(CloseReason.GOING_AWAY);

	/** The server has too much to do; a client may connect again, perhaps to another. */
	static final Supplier<CloseStatus> SHED = ReconnectHint.goodbyes(CloseReason.SHED);

	/** The session is as old as it may become; a client may connect again. */
	static final CloseStatus MAX_AGE = CloseReason.MAX_AGE.status();

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
