package io.wsboot.spring.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.wsboot.spring.endpoint.HandlerObserver;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes each message in the hands of an endpoint an observation. Thread-safe.
 */
public final class HandlerObservations implements HandlerObserver {

	private static final HandlerObservationConvention DEFAULT = new DefaultHandlerObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable HandlerObservationConvention convention;

	/**
	 * Observes messages.
	 * @param registry told of the observations
	 * @param convention says how they are called, {@code null} for
	 * {@link DefaultHandlerObservationConvention}
	 */
	public HandlerObservations(ObservationRegistry registry, @Nullable HandlerObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public WsHandler observe(WsHandler handler, String endpoint) {
		return new ObservedHandler(handler, this, endpoint);
	}

	Observation observation(WsSession session, String endpoint) {
		return WsObservation.HANDLER.observation(this.convention, DEFAULT,
				() -> new HandlerObservationContext(session, endpoint), this.registry);
	}

}
