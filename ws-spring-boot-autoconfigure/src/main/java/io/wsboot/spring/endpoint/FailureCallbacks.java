package io.wsboot.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The methods that take the failures of an endpoint: its own, then those of each advice.
 * Immutable.
 *
 * @param own the endpoint's methods, each for another type of exception
 * @param advices those of each advice, the first to be asked first
 * @param unhandled what becomes of a failure that none of them takes
 * @param constraints tell whether a failure is that of a payload
 */
record FailureCallbacks(List<EndpointMethod> own, List<List<EndpointMethod>> advices, UnhandledFailure unhandled,
		PayloadConstraints constraints) {

	/** A chain of causes that is longer than this leads round in a circle. */
	private static final int MAX_CAUSES = 64;

	/**
	 * Finds the method for a failure. Within a bean the one with the nearest type is
	 * taken, and one for the exception itself before one for its cause.
	 * @param failure what was thrown
	 * @return the method and what it takes, {@code null} if there is none
	 */
	@Nullable Match find(Throwable failure) {
		Match match = find(this.own, failure);
		for (int i = 0; match == null && i < this.advices.size(); i++) {
			match = find(this.advices.get(i), failure);
		}
		return match;
	}

	private static @Nullable Match find(List<EndpointMethod> group, Throwable failure) {
		Throwable each = failure;
		for (int i = 0; each != null && i < MAX_CAUSES; i++) {
			EndpointMethod nearest = nearest(group, each);
			if (nearest != null) {
				return new Match(nearest, each);
			}
			each = each.getCause();
		}
		return null;
	}

	private static @Nullable EndpointMethod nearest(List<EndpointMethod> group, Throwable failure) {
		EndpointMethod nearest = null;
		for (EndpointMethod candidate : group) {
			boolean nearer = nearest == null || nearest.subject().isAssignableFrom(candidate.subject());
			if (nearer && candidate.subject().isInstance(failure)) {
				nearest = candidate;
			}
		}
		return nearest;
	}

	/**
	 * A method that takes a failure.
	 *
	 * @param method the method
	 * @param failure what was thrown, or one of its causes
	 */
	record Match(EndpointMethod method, Throwable failure) {

	}

}
