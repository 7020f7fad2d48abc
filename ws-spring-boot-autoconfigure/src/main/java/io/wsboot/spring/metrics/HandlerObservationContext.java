package io.wsboot.spring.metrics;

import io.micrometer.observation.Observation;
import io.wsboot.transport.WsSession;

/**
 * What is known of a message in the hands of an endpoint.
 */
public final class HandlerObservationContext extends Observation.Context {

	private final WsSession session;

	private final String endpoint;

	/**
	 * A message is about to be handled.
	 * @param session its session
	 * @param endpoint the path of the endpoint, as a template
	 */
	public HandlerObservationContext(WsSession session, String endpoint) {
		this.session = session;
		this.endpoint = endpoint;
	}

	/**
	 * Whose message it is.
	 * @return the session
	 */
	public WsSession session() {
		return this.session;
	}

	/**
	 * Who handles it.
	 * @return the endpoint's path, as a template
	 */
	public String endpoint() {
		return this.endpoint;
	}

}
