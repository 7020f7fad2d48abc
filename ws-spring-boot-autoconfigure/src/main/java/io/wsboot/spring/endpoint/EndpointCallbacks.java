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
 * @param failures for exceptions
 */
record EndpointCallbacks(@Nullable EndpointMethod open, @Nullable EndpointMethod text, @Nullable EndpointMethod binary,
		@Nullable EndpointMethod ping, @Nullable EndpointMethod pong, @Nullable EndpointMethod close,
		FailureCallbacks failures) {

	boolean wantsControlFrames() {
		return this.ping != null || this.pong != null;
	}

	/** The same methods, with advices for what the endpoint's own do not take. */
	EndpointCallbacks withAdvices(List<List<EndpointMethod>> advices, UnhandledFailure unhandled) {
		return new EndpointCallbacks(this.open, this.text, this.binary, this.ping, this.pong, this.close,
				this.failures.followedBy(advices, unhandled));
	}

}
