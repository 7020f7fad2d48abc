package io.wsboot.spring.metrics;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.UpgradeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Times decisions on upgrade requests where no observation does, under the same name and
 * with the same tags as an observation would.
 */
final class HandshakeTimers implements HandshakeObserver {

	static final String NAME = "ws.handshakes";

	/** What has no path of ours. */
	static final String UNKNOWN_ENDPOINT = "UNKNOWN";

	private static final String NO_ERROR = "none";

	private final MeterRegistry registry;

	HandshakeTimers(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Registers the timers of an endpoint, at zero.
	 * @param registry where
	 * @param endpoint the endpoint's path, {@link #UNKNOWN_ENDPOINT} for paths that
	 * nobody serves
	 */
	static void register(MeterRegistry registry, String endpoint) {
		List<HandshakeOutcome> outcomes = endpoint.equals(UNKNOWN_ENDPOINT) ? List.of(HandshakeOutcome.CLIENT_ERROR)
				: List.of(HandshakeOutcome.SUCCESS, HandshakeOutcome.CLIENT_ERROR, HandshakeOutcome.SERVER_ERROR);
		outcomes.forEach((outcome) -> timer(registry, endpoint, outcome, NO_ERROR));
	}

	@Override
	public ObservedHandshake begin(HandshakeRequest request, @Nullable String endpoint) {
		return new Timed(this.registry, (endpoint != null) ? endpoint : UNKNOWN_ENDPOINT, System.nanoTime());
	}

	static String error(@Nullable Throwable failure) {
		if (failure == null) {
			return NO_ERROR;
		}
		Throwable cause = failure.getCause();
		return ((failure instanceof CompletionException && cause != null) ? cause : failure).getClass().getSimpleName();
	}

	private static Timer timer(MeterRegistry registry, String endpoint, HandshakeOutcome outcome, String error) {
		return Timer.builder(NAME)
			.description("Decisions on upgrade requests, and how long each took.")
			.tags("endpoint", endpoint, "outcome", outcome.name(), "error", error)
			.register(registry);
	}

	/**
	 * A decision that is being made.
	 *
	 * @param registry where its timer is
	 * @param endpoint the tag
	 * @param begun when it began
	 */
	private record Timed(MeterRegistry registry, String endpoint, long begun) implements ObservedHandshake {

		@Override
		public <T> T within(Supplier<T> part) {
			return part.get();
		}

		@Override
		public void decided(@Nullable UpgradeDecision decision, @Nullable Throwable failure) {
			timer(this.registry, this.endpoint, HandshakeOutcome.of(decision, failure), error(failure))
				.record(System.nanoTime() - this.begun, TimeUnit.NANOSECONDS);
		}

	}

}
