package io.wsboot.transport;

import java.io.Serial;

import javax.net.ssl.SSLException;

/**
 * The peer has ended a TLS connection as it must not, or never began one.
 */
final class TlsPeerException extends SSLException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final TlsHandshakeFailure reason;

	TlsPeerException(TlsHandshakeFailure reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * What that means for a handshake.
	 * @return the reason
	 */
	TlsHandshakeFailure reason() {
		return this.reason;
	}

}
