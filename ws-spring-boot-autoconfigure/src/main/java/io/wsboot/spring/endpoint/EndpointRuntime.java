package io.wsboot.spring.endpoint;

import java.util.concurrent.Executor;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.OutboundLimits;
import io.wsboot.transport.SessionCompression;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * What a session of an endpoint runs with. Asked for each handshake, on an event loop;
 * must not block.
 */
public interface EndpointRuntime {

	/**
	 * What runs the callbacks, or those of them that may block.
	 * @param endpoint the endpoint
	 * @return an executor, {@code null} for the session's event loop
	 */
	@Nullable Executor executor(EndpointDefinition endpoint);

	/**
	 * What runs interceptors of opening handshakes, which may block.
	 * @param endpoint the endpoint
	 * @return an executor, {@code null} for the event loop; that of the callbacks unless
	 * overridden
	 */
	default @Nullable Executor handshakeExecutor(EndpointDefinition endpoint) {
		return executor(endpoint);
	}

	/**
	 * What runs methods that read messages while they arrive. The executor of the
	 * callbacks must be able to go on while all its threads are busy.
	 * @param endpoint the endpoint
	 * @return an executor of their own
	 */
	Executor streams(EndpointDefinition endpoint);

	/**
	 * How long a message may be that is gathered among others that are read while they
	 * arrive; for those the endpoint's own limit counts.
	 * @return the server's limit of messages, in bytes
	 */
	long maxWholeMessage();

	/**
	 * The limits of frames and messages.
	 * @param endpoint the endpoint
	 * @return the limits, {@code null} for the server's
	 */
	@Nullable ProtocolLimits limits(EndpointDefinition endpoint);

	/**
	 * What a session may do in its time.
	 * @param endpoint the endpoint
	 * @return the limits, {@code null} for the server's
	 */
	@Nullable SessionLimits sessionLimits(EndpointDefinition endpoint);

	/**
	 * What may wait for a session's peer.
	 * @param endpoint the endpoint
	 * @return the limits, {@code null} for the server's, which it is unless overridden
	 */
	default @Nullable OutboundLimits outbound(EndpointDefinition endpoint) {
		return null;
	}

	/**
	 * How messages are compressed.
	 * @param endpoint the endpoint
	 * @return the endpoint's own setting, {@code null} for the server's
	 */
	@Nullable SessionCompression compression(EndpointDefinition endpoint);

	/**
	 * Where pages must come from to open a session.
	 * @param endpoint the endpoint
	 * @return the endpoint's own policy, {@code null} for that of all endpoints, which it
	 * is unless overridden
	 */
	default @Nullable OriginPolicy originPolicy(EndpointDefinition endpoint) {
		return null;
	}

	/**
	 * What observes messages in the hands of endpoints.
	 * @return an observer; one that observes nothing unless overridden
	 */
	default HandlerObserver handlers() {
		return HandlerObserver.NONE;
	}

	/**
	 * What surrounds callbacks where they run.
	 * @return gives it to sessions; nothing unless overridden
	 */
	default CallbackScopes scopes() {
		return CallbackScopes.NONE;
	}

	/**
	 * What observes the decisions on upgrade requests.
	 * @return an observer; one that observes nothing unless overridden
	 */
	default HandshakeObserver handshakes() {
		return HandshakeObserver.NONE;
	}

	/**
	 * What observes the session.
	 * @param endpoint the endpoint
	 * @return a listener, {@code null} for the server's
	 */
	@Nullable TransportListener listener(EndpointDefinition endpoint);

}
