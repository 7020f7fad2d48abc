package io.wsboot.spring.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointLimits;
import io.wsboot.spring.endpoint.CallbackScopes;
import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.spring.endpoint.HandlerObserver;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.spring.endpoint.OriginPolicy;
import io.wsboot.spring.server.HandlerThreads;
import io.wsboot.transport.OutboundLimits;
import io.wsboot.transport.SessionCompression;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of each endpoint run with, decided once when the application starts.
 */
final class EndpointSettings implements EndpointRuntime {

	private final Executor executor;

	private final Executor streams;

	private final long maxWholeMessage;

	private final Map<EndpointDefinition, ProtocolLimits> limits = new HashMap<>();

	private final Map<EndpointDefinition, SessionLimits> sessionLimits = new HashMap<>();

	private final Map<EndpointDefinition, OutboundLimits> outbound = new HashMap<>();

	private final Map<EndpointDefinition, SessionCompression> compression = new HashMap<>();

	private final Map<EndpointDefinition, OriginPolicy> origins = new HashMap<>();

	private final Map<EndpointDefinition, TransportListener> listeners = new HashMap<>();

	private HandshakeObserver handshakes = HandshakeObserver.NONE;

	private HandlerObserver handlers = HandlerObserver.NONE;

	private CallbackScopes scopes = CallbackScopes.NONE;

	EndpointSettings(HandlerThreads threads, ProtocolLimits limits) {
		this.executor = threads.executor();
		this.streams = threads.streams();
		this.maxWholeMessage = limits.maxMessageSize();
	}

	/**
	 * Lets properties of single endpoints win over annotations and over the global ones.
	 * @param registry the endpoints
	 * @param options judges the values
	 * @param properties what is set
	 */
	void override(EndpointRegistry registry, ServerOptions options, EndpointProperties properties) {
		for (EndpointDefinition endpoint : registry.endpoints()) {
			EndpointLimits own = properties.limits(endpoint.name());
			if (own != null) {
				String prefix = properties.limitsPrefix(endpoint.name());
				this.limits.put(endpoint, options.protocolLimits(prefix, own, endpoint.takesChunks()));
				this.sessionLimits.put(endpoint, options.sessionLimits(prefix, own));
			}
			OutboundLimits outbound = options.outbound(properties.highWaterMarkProperty(endpoint.name()),
					properties.fragmentSizeProperty(endpoint.name()), properties.outbound(endpoint.name()),
					endpoint.slowConsumer());
			if (!outbound.equals(options.outbound())) {
				this.outbound.put(endpoint, outbound);
			}
			List<String> allowed = properties.allowedOrigins(endpoint.name());
			if (allowed != null) {
				this.origins.put(endpoint,
						ServerOptions.originPolicy(properties.allowedOriginsProperty(endpoint.name()), allowed));
			}
			Boolean compressed = properties.compression(endpoint.name());
			if (compressed != null) {
				this.compression.put(endpoint,
						compressed ? new SessionCompression(options.compression()) : SessionCompression.OFF);
			}
		}
	}

	/**
	 * Has the sessions of each endpoint observed, the decisions on upgrade requests, and
	 * callbacks surrounded.
	 * @param registry the endpoints
	 * @param observers whoever observes
	 */
	void observe(EndpointRegistry registry, EndpointObservers observers) {
		observers.listeners()
			.ifAvailable((listeners) -> registry.endpoints()
				.forEach((endpoint) -> this.listeners.put(endpoint,
						TransportListener.guarded(listeners.listener(endpoint)))));
		observers.handshakes().ifAvailable((observer) -> this.handshakes = observer);
		observers.handlers().ifAvailable((observer) -> this.handlers = observer);
		this.scopes = CallbackScopes.of(observers.scopes().orderedStream().toList());
	}

	@Override
	public CallbackScopes scopes() {
		return this.scopes;
	}

	@Override
	public HandlerObserver handlers() {
		return this.handlers;
	}

	@Override
	public HandshakeObserver handshakes() {
		return this.handshakes;
	}

	@Override
	public @Nullable Executor executor(EndpointDefinition endpoint) {
		return (endpoint.execution() == Execution.EXECUTOR) ? this.executor : null;
	}

	@Override
	public Executor handshakeExecutor(EndpointDefinition endpoint) {
		return this.executor;
	}

	@Override
	public Executor streams(EndpointDefinition endpoint) {
		return this.streams;
	}

	@Override
	public long maxWholeMessage() {
		return this.maxWholeMessage;
	}

	@Override
	public @Nullable ProtocolLimits limits(EndpointDefinition endpoint) {
		return this.limits.get(endpoint);
	}

	@Override
	public @Nullable SessionLimits sessionLimits(EndpointDefinition endpoint) {
		return this.sessionLimits.get(endpoint);
	}

	@Override
	public @Nullable OutboundLimits outbound(EndpointDefinition endpoint) {
		return this.outbound.get(endpoint);
	}

	@Override
	public @Nullable SessionCompression compression(EndpointDefinition endpoint) {
		return this.compression.get(endpoint);
	}

	@Override
	public @Nullable OriginPolicy originPolicy(EndpointDefinition endpoint) {
		return this.origins.get(endpoint);
	}

	@Override
	public @Nullable TransportListener listener(EndpointDefinition endpoint) {
		return this.listeners.get(endpoint);
	}

}
