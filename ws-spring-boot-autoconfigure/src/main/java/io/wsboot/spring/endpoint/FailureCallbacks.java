package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The methods that take the failures of an endpoint: its own, then those of each advice.
 * Immutable.
 *
 * @param groups the methods of each bean, each for another type of exception
 * @param unhandled what becomes of a failure that none of them takes
 */
record FailureCallbacks(List<List<EndpointMethod>> groups, UnhandledFailure unhandled) {

	/** A chain of causes that is longer than this leads round in a circle. */
	private static final int MAX_CAUSES = 64;

	/** The methods of an endpoint alone. */
	static FailureCallbacks of(List<EndpointMethod> own) {
		return new FailureCallbacks(List.of(own), UnhandledFailure.CLOSE);
	}

	/** The same methods, followed by those of advices. */
	FailureCallbacks followedBy(List<List<EndpointMethod>> advices, UnhandledFailure unhandled) {
		List<List<EndpointMethod>> groups = new ArrayList<>(this.groups);
		groups.addAll(advices);
		return new FailureCallbacks(List.copyOf(groups), unhandled);
	}

	/**
	 * Finds the method for a failure. Within a bean the one with the nearest type is
	 * taken, and one for the exception itself before one for its cause.
	 * @param failure what was thrown
	 * @return the method and what it takes, {@code null} if there is none
	 */
	@Nullable Match find(Throwable failure) {
		for (List<EndpointMethod> group : this.groups) {
			Match match = find(group, failure);
			if (match != null) {
				return match;
			}
		}
		return null;
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
