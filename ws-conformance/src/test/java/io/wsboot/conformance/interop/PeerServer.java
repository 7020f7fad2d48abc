package io.wsboot.conformance.interop;

/**
 * A stack as a server on the loopback, at any free port. It compresses with those that
 * offer it.
 */
interface PeerServer extends AutoCloseable {

	/**
	 * Starts to listen.
	 * @param events what is heard, on all connections
	 * @return the port
	 */
	int start(Events events) throws Exception;

}
