package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.transport.TransportListener;

/**
 * Gives each endpoint an observer of its sessions. A bean of this kind exists only when
 * somebody wants to know, so that nobody pays for it otherwise.
 */
@FunctionalInterface
interface EndpointListeners {

	/**
	 * Called once for each endpoint, before the listener starts.
	 * @param endpoint the endpoint
	 * @return observes its sessions
	 */
	TransportListener listener(EndpointDefinition endpoint);

}
