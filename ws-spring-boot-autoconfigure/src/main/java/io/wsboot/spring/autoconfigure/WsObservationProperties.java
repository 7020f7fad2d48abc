package io.wsboot.spring.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the observations.
 *
 * @param handler messages in the hands of endpoints
 */
@ConfigurationProperties("ws.observations")
public record WsObservationProperties(@DefaultValue Handler handler) {

	/**
	 * Messages in the hands of endpoints.
	 *
	 * @param enabled Whether each message is an observation, with a span where there is a
	 * tracer; it replaces the timer 'ws.handler', and every message pays for it.
	 */
	public record Handler(@DefaultValue("false") boolean enabled) {

	}

}
