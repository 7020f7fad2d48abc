package io.wsboot.transport;

import java.io.IOException;
import java.io.Serial;

/**
 * What a proxy sent is no header of the PROXY protocol.
 */
final class ProxyHeaderException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	ProxyHeaderException(String message) {
		super(message);
	}

	/** Peers can cause it as often as they like, so it has no stack trace. */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
