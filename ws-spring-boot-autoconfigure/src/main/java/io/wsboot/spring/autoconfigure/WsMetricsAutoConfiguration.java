package io.wsboot.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.wsboot.spring.endpoint.HandlerObserver;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.spring.metrics.HandshakeObservationConvention;
import io.wsboot.spring.metrics.MeterOptions;
import io.wsboot.spring.metrics.WsMetrics;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.OutboundUsage;
import io.wsboot.transport.WsServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the meters of endpoints, when there is a registry for them.
 */
@AutoConfiguration(before = WsServerAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@EnableConfigurationProperties(WsMetricsProperties.class)
public final class WsMetricsAutoConfiguration {

	private static final int FIRST_OPEN_CODE = 3000;

	private static final int LAST_OPEN_CODE = 4999;

	@Bean
	@ConditionalOnMissingBean
	WsMetrics wsMetrics(MeterRegistry registry, WsMetricsProperties properties,
			ObjectProvider<HandshakeObservationConvention> handshakes, ObjectProvider<HandlerObserver> handlers) {
		for (int code : properties.closeCodes()) {
			PropertyRange.within("ws.metrics.close-codes", code, FIRST_OPEN_CODE, LAST_OPEN_CODE);
		}
		return new WsMetrics(registry, new MeterOptions(properties.closeCodes(), properties.messageSize(),
				handshakes.getIfAvailable() == null, handlers.getIfAvailable() == null));
	}

	@Bean
	@ConditionalOnMissingBean
	HandshakeObserver wsHandshakeTimers(WsMetrics metrics) {
		return metrics.handshakes();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WsServerCustomizer wsServerMetricsCustomizer(WsMetrics metrics, ObjectProvider<WsServerLifecycle> lifecycle) {
		return (builder) -> {
			metrics.outbound(() -> outboundUsage(lifecycle));
			builder.listener(metrics.server());
		};
	}

	/** Of the server that runs now: each start makes another. */
	private static @Nullable OutboundUsage outboundUsage(ObjectProvider<WsServerLifecycle> lifecycle) {
		WsServerLifecycle present = lifecycle.getIfUnique();
		WsServer server = (present != null) ? present.server() : null;
		return (server != null) ? server.outboundUsage() : null;
	}

	@Bean
	EndpointListeners wsMetricsEndpointListeners(WsMetrics metrics) {
		return (endpoint) -> metrics.listener(endpoint.path());
	}

}
