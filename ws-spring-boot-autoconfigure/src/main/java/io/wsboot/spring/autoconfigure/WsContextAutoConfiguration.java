package io.wsboot.spring.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.wsboot.spring.endpoint.MdcScopes;
import io.wsboot.spring.metrics.ContextScopes;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of what surrounds callbacks on handler threads.
 */
@AutoConfiguration(before = WsServerAutoConfiguration.class)
@EnableConfigurationProperties(WsContextProperties.class)
public final class WsContextAutoConfiguration {

	/**
	 * The diagnostic context of SLF4J.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MDC.class)
	@ConditionalOnBooleanProperty(name = "ws.context.mdc", matchIfMissing = true)
	static class MdcConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@Order(1)
		MdcScopes wsMdcScopes() {
			return new MdcScopes();
		}

	}

	/**
	 * Thread-local variables.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ContextRegistry.class, ObservationThreadLocalAccessor.class })
	@ConditionalOnBooleanProperty(name = "ws.context.propagation", matchIfMissing = true)
	static class PropagationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@Order(0)
		ContextScopes wsContextScopes() {
			return new ContextScopes(ContextRegistry.getInstance());
		}

	}

}
