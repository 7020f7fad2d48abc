package io.wsboot.spring.endpoint;

import io.wsboot.protocol.handshake.HandshakeException;

/**
 * Judges opening handshakes before a session opens. Beans of this kind are asked in their
 * order, after path and origin have been judged. Thread-safe; it may block, because it is
 * called on the executor for handlers, for endpoints on the event loop too.
 */
@FunctionalInterface
public interface WsHandshakeInterceptor {

	/**
	 * Judges a handshake. Attributes and a principal that it leaves there belong to the
	 * session.
	 * @param handshake the handshake
	 * @throws HandshakeException refuses it with a status, a sentence and perhaps fields;
	 * any other exception is logged and answered with 500
	 */
	void beforeUpgrade(WsHandshake handshake) throws HandshakeException;

}
