package io.wsboot.spring.metrics;

import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.UpgradeDecision;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the decision on an upgrade request: the request is the carrier, so
 * that a trace that its fields name goes on, and the decision is the response.
 */
public final class HandshakeObservationContext extends RequestReplyReceiverContext<HandshakeRequest, UpgradeDecision> {

	private final HandshakeRequest request;

	private final @Nullable String endpoint;

	/**
	 * A decision that is about to be made.
	 * @param request the request
	 * @param endpoint the path of its endpoint, as a template; {@code null} if nobody
	 * serves the path of the request
	 */
	public HandshakeObservationContext(HandshakeRequest request, @Nullable String endpoint) {
		super((carrier, field) -> carrier.fields().get(field));
		setCarrier(request);
		this.request = request;
		this.endpoint = endpoint;
	}

	/**
	 * What the client sent.
	 * @return the request
	 */
	public HandshakeRequest request() {
		return this.request;
	}

	/**
	 * Whom it was for.
	 * @return the endpoint's path, as a template; {@code null} if there is none
	 */
	public @Nullable String endpoint() {
		return this.endpoint;
	}

}
