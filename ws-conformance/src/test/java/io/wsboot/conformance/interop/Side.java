package io.wsboot.conformance.interop;

import org.jspecify.annotations.Nullable;

/**
 * One end of an open connection, whatever stack it is made with.
 */
interface Side {

	/**
	 * Sends a text message.
	 */
	void text(String message) throws Exception;

	/**
	 * Sends a binary message.
	 */
	void binary(byte[] message) throws Exception;

	/**
	 * Sends a Ping.
	 */
	void ping(byte[] payload) throws Exception;

	/**
	 * Starts the closing handshake.
	 */
	void close(int code, String reason) throws Exception;

	/**
	 * The subprotocol that was agreed on; {@code null} or empty if there is none. Asked
	 * for on the client's end only.
	 */
	default @Nullable String subprotocol() {
		throw new UnsupportedOperationException("Only clients know");
	}

}
