package io.wsboot.spring.server;

import java.util.List;

import io.wsboot.transport.WsServer;

/**
 * Knows what a listener serves and how it is set up. A server can be started once, so the
 * lifecycle asks for a new one at each start.
 */
public interface WsServerFactory {

	/**
	 * What there is to serve; without an endpoint there is no listener.
	 * @return the path templates of the endpoints, for the log
	 */
	List<String> paths();

	/**
	 * Sets up the server of the next start.
	 * @return a new builder, completely set up
	 */
	WsServer.Builder builder();

}
