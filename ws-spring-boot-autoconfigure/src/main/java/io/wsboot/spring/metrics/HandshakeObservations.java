package io.wsboot.spring.metrics;

import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.UpgradeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Makes the decision on each upgrade request an observation, which is the current one
 * while interceptors run. Thread-safe.
 */
public final class HandshakeObservations implements HandshakeObserver {

	private static final HandshakeObservationConvention DEFAULT = new DefaultHandshakeObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable HandshakeObservationConvention convention;

	/**
	 * Observes handshakes.
	 * @param registry told of the observations
	 * @param convention says how they are called, {@code null} for
	 * {@link DefaultHandshakeObservationConvention}
	 */
	public HandshakeObservations(ObservationRegistry registry, @Nullable HandshakeObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public ObservedHandshake begin(HandshakeRequest request, @Nullable String endpoint) {
		HandshakeObservationContext context = new HandshakeObservationContext(request, endpoint);
		return new Observed(WsObservation.HANDSHAKE.start(this.convention, DEFAULT, () -> context, this.registry),
				context);
	}

	/**
	 * A decision that is being made.
	 *
	 * @param observation its observation
	 * @param context what is known of it
	 */
	private record Observed(Observation observation, HandshakeObservationContext context) implements ObservedHandshake {

		@Override
		public <T> T within(Supplier<T> part) {
			return this.observation.scoped(part);
		}

		@Override
		public void decided(@Nullable UpgradeDecision decision, @Nullable Throwable failure) {
			if (decision != null) {
				this.context.setResponse(decision);
			}
			if (failure != null) {
				Throwable cause = failure.getCause();
				this.observation.error((failure instanceof CompletionException && cause != null) ? cause : failure);
			}
			this.observation.stop();
		}

	}

}
