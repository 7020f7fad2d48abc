package io.wsboot.spring.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.wsboot.spring.endpoint.HandlerObserver;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.spring.metrics.HandlerObservationConvention;
import io.wsboot.spring.metrics.HandlerObservations;
import io.wsboot.spring.metrics.HandshakeObservationConvention;
import io.wsboot.spring.metrics.HandshakeObservations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the observations, when there is a registry for them: of each
 * handshake, and of each message if that is wanted.
 */
@AutoConfiguration(before = { WsMetricsAutoConfiguration.class, WsServerAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@EnableConfigurationProperties(WsObservationProperties.class)
public final class WsObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(HandshakeObserver.class)
	HandshakeObservations wsHandshakeObservations(ObservationRegistry registry,
			ObjectProvider<HandshakeObservationConvention> convention) {
		return new HandshakeObservations(registry, convention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(HandlerObserver.class)
	@ConditionalOnBooleanProperty("ws.observations.handler.enabled")
	HandlerObservations wsHandlerObservations(ObservationRegistry registry,
			ObjectProvider<HandlerObservationConvention> convention) {
		return new HandlerObservations(registry, convention.getIfAvailable());
	}

}
