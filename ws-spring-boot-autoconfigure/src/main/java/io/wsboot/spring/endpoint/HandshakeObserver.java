package io.wsboot.spring.endpoint;

import java.util.function.Supplier;

import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.UpgradeDecision;
import org.jspecify.annotations.Nullable;

/**
 * Observes how upgrade requests are decided upon: how long that takes, and what comes of
 * it. Called on event loops, and on handler threads where interceptors run; must be
 * thread-safe and must not block or throw.
 */
public interface HandshakeObserver {

	/**
	 * Observes nothing.
	 */
	HandshakeObserver NONE = (request, endpoint) -> ObservedHandshake.UNOBSERVED;

	/**
	 * A request whose form is right is about to be decided upon.
	 * @param request the request
	 * @param endpoint the path of its endpoint, as a template; {@code null} if nobody
	 * serves the path of the request
	 * @return told of the decision
	 */
	ObservedHandshake begin(HandshakeRequest request, @Nullable String endpoint);

	/**
	 * A decision that is being made.
	 */
	interface ObservedHandshake {

		/**
		 * Not observed.
		 */
		ObservedHandshake UNOBSERVED = new ObservedHandshake() {

			@Override
			public <T> T within(Supplier<T> part) {
				return part.get();
			}

			@Override
			public void decided(@Nullable UpgradeDecision decision, @Nullable Throwable failure) {
			}

		};

		/**
		 * Does a part of the deciding, on the current thread, as a part of what is
		 * observed.
		 * @param <T> what comes of it
		 * @param part what to do
		 * @return what came of it
		 */
		<T> T within(Supplier<T> part);

		/**
		 * The decision is made, or nobody could make it.
		 * @param decision the decision, {@code null} if there is none
		 * @param failure why there is none, {@code null} if there is
		 */
		void decided(@Nullable UpgradeDecision decision, @Nullable Throwable failure);

	}

}
