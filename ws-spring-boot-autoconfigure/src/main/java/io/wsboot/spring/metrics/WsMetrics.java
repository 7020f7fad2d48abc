package io.wsboot.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.wsboot.transport.TransportListener;

/**
 * The meters of all endpoints. Thread-safe.
 * <p>
 * Counts are kept in adders and read when the registry asks, so that a message costs a
 * few additions and no look-up.
 */
public final class WsMetrics {

	private final MeterRegistry registry;

	private final Map<String, EndpointMeters> endpoints = new ConcurrentHashMap<>();

	/**
	 * Sets up the meters.
	 * @param registry where they are registered
	 */
	public WsMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Registers the meters of an endpoint, at zero, unless they are.
	 * @param path the endpoint's path template, which becomes the tag {@code endpoint}
	 * @return counts what the endpoint's sessions do
	 */
	public TransportListener listener(String path) {
		return this.endpoints.computeIfAbsent(path, (tag) -> new EndpointMeters(this.registry, tag));
	}

}
