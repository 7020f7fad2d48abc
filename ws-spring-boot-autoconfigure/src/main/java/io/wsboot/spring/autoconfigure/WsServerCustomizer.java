package io.wsboot.spring.autoconfigure;

import io.wsboot.transport.WsServer;

/**
 * A bean that changes how the listener is set up, after the properties and before each
 * start. Several are called in their order.
 */
@FunctionalInterface
public interface WsServerCustomizer {

	/**
	 * Changes the set-up.
	 * @param builder sets up the server; tells what the properties asked for
	 */
	void customize(WsServer.Builder builder);

}
