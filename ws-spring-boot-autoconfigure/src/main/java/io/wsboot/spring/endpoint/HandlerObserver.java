package io.wsboot.spring.endpoint;

import io.wsboot.transport.WsHandler;

/**
 * Observes messages in the hands of endpoints, one by one. Thread-safe.
 */
@FunctionalInterface
public interface HandlerObserver {

	/**
	 * Observes nothing.
	 */
	HandlerObserver NONE = (handler, endpoint) -> handler;

	/**
	 * Called for each session that is about to open.
	 * @param handler the session's callbacks
	 * @param endpoint the path of the endpoint, as a template
	 * @return callbacks that call those, and are observed
	 */
	WsHandler observe(WsHandler handler, String endpoint);

}
