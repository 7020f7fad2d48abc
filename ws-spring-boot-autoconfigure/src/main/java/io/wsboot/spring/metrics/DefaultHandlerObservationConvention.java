package io.wsboot.spring.metrics;

import io.micrometer.common.KeyValues;
import io.wsboot.spring.metrics.WsObservation.HandlerDetail;
import io.wsboot.spring.metrics.WsObservation.HandlerKey;

/**
 * Calls the observation of a message {@code ws.handler}, as the timer that it replaces.
 */
public class DefaultHandlerObservationConvention implements HandlerObservationConvention {

	/**
	 * The convention; may be extended.
	 */
	public DefaultHandlerObservationConvention() {
	}

	@Override
	public String getName() {
		return EndpointMeters.HANDLER;
	}

	@Override
	public String getContextualName(HandlerObservationContext context) {
		return "ws message " + context.endpoint();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(HandlerObservationContext context) {
		return KeyValues.of(HandlerKey.ENDPOINT.withValue(context.endpoint()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(HandlerObservationContext context) {
		return KeyValues.of(HandlerDetail.SESSION.withValue(context.session().id()));
	}

}
