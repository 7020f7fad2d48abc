package io.wsboot.transport;

import java.io.IOException;

/**
 * A message was dropped because its session's peer reads too slowly. The session stays
 * open, unless the reason is {@link DropReason#CLOSED}. It has no stack trace, because
 * there may be many.
 */
public final class MessageDroppedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final DropReason reason;

	MessageDroppedException(DropReason reason) {
		super("The peer reads too slowly: the message was dropped (" + reason.code() + ")");
		this.reason = reason;
	}

	/**
	 * Why it was dropped.
	 * @return the reason
	 */
	public DropReason reason() {
		return this.reason;
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
