package io.wsboot.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.transport.OutboundUsage;
import io.wsboot.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the listener and all endpoints. Thread-safe.
 * <p>
 * Counts are kept in adders and read when the registry asks, so that a message costs a
 * few additions and no look-up.
 */
public final class WsMetrics {

	private final MeterRegistry registry;

	private final MeterOptions options;

	private final Map<String, EndpointMeters> endpoints = new ConcurrentHashMap<>();

	private @Nullable TransportListener server;

	private @Nullable OutboundMeters outbound;

	/**
	 * Sets up the meters.
	 * @param registry where they are registered
	 */
	public WsMetrics(MeterRegistry registry) {
		this(registry, MeterOptions.DEFAULTS);
	}

	/**
	 * Sets up the meters.
	 * @param registry where they are registered
	 * @param options which there are
	 */
	public WsMetrics(MeterRegistry registry, MeterOptions options) {
		this.registry = registry;
		this.options = options;
	}

	/**
	 * Registers the meters of the listener and its event loops, at zero, unless they are.
	 * @return counts what happens where there is no session
	 */
	public synchronized TransportListener server() {
		if (this.server == null) {
			this.server = new ServerMeters(this.registry, this.options);
		}
		return this.server;
	}

	/**
	 * Registers the meters of what waits for all slow peers together, unless they are.
	 * @param usage asked whenever the registry is; {@code null} from it while no listener
	 * runs. That of the first call counts
	 */
	public synchronized void outbound(Supplier<@Nullable OutboundUsage> usage) {
		if (this.outbound == null) {
			this.outbound = new OutboundMeters(this.registry, usage);
		}
	}

	/**
	 * Registers the meters of an endpoint, at zero, unless they are.
	 * @param path the endpoint's path template, which becomes the tag {@code endpoint}
	 * @return counts what the endpoint's sessions do
	 */
	public TransportListener listener(String path) {
		return this.endpoints.computeIfAbsent(path, (tag) -> new EndpointMeters(this.registry, tag, this.options));
	}

	/**
	 * Times decisions on upgrade requests, where no observation does.
	 * @return records in the timers that are registered with the listener and its
	 * endpoints
	 */
	public HandshakeObserver handshakes() {
		return new HandshakeTimers(this.registry);
	}

}
