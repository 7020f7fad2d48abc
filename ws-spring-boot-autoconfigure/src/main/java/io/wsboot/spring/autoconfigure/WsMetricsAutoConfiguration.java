package io.wsboot.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.wsboot.spring.metrics.WsMetrics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
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
public final class WsMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WsMetrics wsMetrics(MeterRegistry registry) {
		return new WsMetrics(registry);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WsServerCustomizer wsServerMetricsCustomizer(WsMetrics metrics) {
		return (builder) -> builder.listener(metrics.server());
	}

	@Bean
	EndpointListeners wsMetricsEndpointListeners(WsMetrics metrics) {
		return (endpoint) -> metrics.listener(endpoint.path());
	}

}
