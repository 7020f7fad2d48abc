package io.wsboot.spring.endpoint;

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
 * @param failures deals with exceptions
 * @param codec what the sessions agreed on; {@code null} if that is nothing
 */
record EndpointCallbacks(@Nullable EndpointMethod open, @Nullable MessageRoute text, @Nullable MessageRoute binary,
		@Nullable EndpointMethod ping, @Nullable EndpointMethod pong, @Nullable EndpointMethod close,
		FailureHandling failures, @Nullable AgreedCodec codec) {

	/** Whether a method reads messages while they arrive. */
	boolean areStreaming() {
		return isStreaming(this.text) || isStreaming(this.binary);
	}

	private static boolean isStreaming(@Nullable MessageRoute route) {
		return route instanceof EndpointMethod method && method.isStreaming();
	}

	boolean wantsControlFrames() {
		return this.ping != null || this.pong != null;
	}

}
