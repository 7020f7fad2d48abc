package io.wsboot.spring.actuate;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.transport.OutboundLimits;
import io.wsboot.transport.SessionCompression;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * What counts, whoever has set it: properties, annotations, customizers or defaults. By
 * the names of properties; sizes in bytes, 0 where there is no limit.
 */
final class EffectiveConfiguration {

	private final Map<String, Object> values = new TreeMap<>();

	private EffectiveConfiguration() {
	}

	/**
	 * The server's.
	 * @param options what it was built with
	 * @return values by the names of properties
	 */
	static Map<String, Object> of(TransportOptions options) {
		EffectiveConfiguration all = new EffectiveConfiguration();
		all.put("ws.server.event-loops", options.eventLoops());
		all.put("ws.server.spin", options.spin());
		all.put("ws.heartbeat.interval", options.heartbeat().interval());
		all.put("ws.heartbeat.timeout", options.heartbeat().timeout());
		all.put("ws.limits.max-connections", options.connectionLimits().max());
		all.put("ws.limits.max-connections-per-ip", options.connectionLimits().maxPerIp());
		all.put("ws.limits.max-request-line", options.headLimits().maxRequestLine());
		all.put("ws.limits.max-head-size", options.headLimits().maxHeadSize());
		all.put("ws.limits.max-header-fields", options.headLimits().maxFields());
		all.put("ws.limits.handshake-timeout", options.timeouts().handshake());
		all.put("ws.limits.message-timeout", options.timeouts().message());
		all.put("ws.limits.write-timeout", options.timeouts().write());
		all.put("ws.limits.close-timeout", options.timeouts().close());
		all.put("ws.limits.max-backlog", options.maxBacklog());
		all.put("ws.outbound.memory-budget", options.outboundBudget());
		all.add("ws", options.limits());
		all.add("ws", options.sessionLimits());
		all.add("ws", options.outbound());
		all.add("ws", options.compression());
		return all.values;
	}

	/**
	 * An endpoint's own.
	 * @param endpoint the endpoint
	 * @param runtime what its sessions run with
	 * @return values by the names of properties; empty if the server's count
	 */
	static Map<String, Object> of(EndpointDefinition endpoint, EndpointRuntime runtime) {
		String prefix = "ws.endpoints." + endpoint.name();
		EffectiveConfiguration own = new EffectiveConfiguration();
		ProtocolLimits limits = runtime.limits(endpoint);
		if (limits != null) {
			own.add(prefix, limits);
		}
		SessionLimits sessionLimits = runtime.sessionLimits(endpoint);
		if (sessionLimits != null) {
			own.add(prefix, sessionLimits);
			if (!sessionLimits.messageTimeout().isZero()) {
				own.put(prefix + ".limits.message-timeout", sessionLimits.messageTimeout());
			}
		}
		OutboundLimits outbound = runtime.outbound(endpoint);
		if (outbound != null) {
			own.add(prefix, outbound);
		}
		SessionCompression compression = runtime.compression(endpoint);
		if (compression != null) {
			own.put(prefix + ".compression.enabled", compression.options() != null);
		}
		return own.values;
	}

	private void add(String prefix, ProtocolLimits limits) {
		put(prefix + ".limits.max-frame-size", limits.maxFrameSize());
		put(prefix + ".limits.max-message-size", limits.maxMessageSize());
		put(prefix + ".limits.max-fragments", limits.maxFragments());
	}

	private void add(String prefix, SessionLimits limits) {
		put(prefix + ".limits.messages-per-second", limits.messagesPerSecond());
		put(prefix + ".limits.bytes-per-second", limits.bytesPerSecond());
		put(prefix + ".limits.max-age", limits.maxAge());
	}

	private void add(String prefix, OutboundLimits limits) {
		put(prefix + ".outbound.high-water-mark", limits.highWaterMark());
		put(prefix + ".outbound.slow-consumer",
				limits.slowConsumer().name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	private void add(String prefix, @Nullable CompressionOptions options) {
		put(prefix + ".compression.enabled", options != null);
		if (options != null) {
			put(prefix + ".compression.level", options.level());
			put(prefix + ".compression.min-size", options.minSize());
			put(prefix + ".compression.server-no-context-takeover", options.serverNoContextTakeover());
			put(prefix + ".compression.client-no-context-takeover", options.clientNoContextTakeover());
			put(prefix + ".compression.server-max-window-bits", options.serverMaxWindowBits());
			put(prefix + ".compression.client-max-window-bits", options.clientMaxWindowBits());
		}
	}

	private void put(String name, Object value) {
		this.values.put(name, (value instanceof Duration duration) ? duration.toString() : value);
	}

}
