package io.wsboot.spring.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the observation {@link WsObservation#HANDLER} is called, and which keys it has. A
 * bean of this kind replaces {@link DefaultHandlerObservationConvention}.
 */
public interface HandlerObservationConvention extends ObservationConvention<HandlerObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof HandlerObservationContext;
	}

}
