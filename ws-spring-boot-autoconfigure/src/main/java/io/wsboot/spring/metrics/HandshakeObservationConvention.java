package io.wsboot.spring.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the observation {@link WsObservation#HANDSHAKE} is called, and which keys it has. A
 * bean of this kind replaces {@link DefaultHandshakeObservationConvention}; the timers
 * are then not registered at the start, as nobody knows their names.
 */
public interface HandshakeObservationConvention extends ObservationConvention<HandshakeObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof HandshakeObservationContext;
	}

}
