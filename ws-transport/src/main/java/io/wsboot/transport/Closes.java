package io.wsboot.transport;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;

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

	/** The handler's executor takes nothing. */
	static final CloseStatus EXECUTOR_FULL = new CloseStatus(CloseCode.TRY_AGAIN_LATER, "executor-full");

	/** A message was not completed in time. */
	static final CloseStatus MESSAGE_TIMEOUT = new CloseStatus(CloseCode.POLICY_VIOLATION, "message-timeout");

	/** The server is going away; a client may connect again. */
	static final CloseStatus GOING_AWAY = new CloseStatus(CloseCode.GOING_AWAY, "going-away");

	private Closes() {
	}

}
