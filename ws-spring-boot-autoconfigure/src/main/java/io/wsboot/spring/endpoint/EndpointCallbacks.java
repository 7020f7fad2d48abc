package io.wsboot.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The methods of one endpoint, by the moment at which they are called.
 *
 * @param open when the session has opened
 * @param text for text messages
 * @param binary for binary messages
 * @param ping for Pings
 * @param pong for Pongs
 * @param close when the session has closed
 * @param errors for exceptions, each of another type
 */
record EndpointCallbacks(@Nullable EndpointMethod open, @Nullable EndpointMethod text, @Nullable EndpointMethod binary,
		@Nullable EndpointMethod ping, @Nullable EndpointMethod pong, @Nullable EndpointMethod close,
		List<EndpointMethod> errors) {

	boolean wantsControlFrames() {
		return this.ping != null || this.pong != null;
	}

	/**
	 * The method whose exception type is nearest; {@code null} if none takes the failure.
	 */
	@Nullable EndpointMethod error(Throwable failure) {
		EndpointMethod nearest = null;
		for (EndpointMethod candidate : this.errors) {
			boolean nearer = nearest == null || nearest.subject().isAssignableFrom(candidate.subject());
			if (nearer && candidate.subject().isInstance(failure)) {
				nearest = candidate;
			}
		}
		return nearest;
	}

}
