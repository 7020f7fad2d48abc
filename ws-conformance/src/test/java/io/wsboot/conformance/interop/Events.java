package io.wsboot.conformance.interop;

/**
 * What one end of a connection hears.
 */
interface Events {

	/**
	 * A text message has arrived.
	 */
	void text(Side side, String message) throws Exception;

	/**
	 * A binary message has arrived.
	 */
	void binary(Side side, byte[] message) throws Exception;

	/**
	 * A Pong has arrived.
	 */
	void pong(Side side, byte[] payload) throws Exception;

	/**
	 * The connection is closed.
	 */
	void closed(int code, String reason);

}
