package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.actuate.WsInfoContributor;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.server.WsServerLifecycle;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the information {@code websocket}, if
 * {@code management.info.websocket.enabled} is true: addresses of listeners are nobody's
 * business unless an operator says so.
 */
@AutoConfiguration(after = WsServerAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean({ WsServerLifecycle.class, EndpointRegistry.class })
@ConditionalOnEnabledInfoContributor(value = "websocket", fallback = InfoContributorFallback.DISABLE)
public final class WsInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WsInfoContributor wsInfoContributor(WsServerLifecycle lifecycle, EndpointRegistry endpoints) {
		return new WsInfoContributor(lifecycle, endpoints);
	}

}
