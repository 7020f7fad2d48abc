package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.actuate.WsHealthIndicator;
import io.wsboot.spring.server.WsServerDrain;
import io.wsboot.spring.server.WsServerFactory;
import io.wsboot.spring.server.WsServerLifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code websocket}, unless
 * {@code management.health.websocket.enabled} is false.
 */
@AutoConfiguration(after = WsServerAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ Health.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ WsServerLifecycle.class, WsServerDrain.class })
@ConditionalOnEnabledHealthIndicator("websocket")
public final class WsHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "websocketHealthIndicator", "websocketHealthContributor" })
	WsHealthIndicator websocketHealthIndicator(WsServerLifecycle lifecycle, WsServerDrain drain,
			ObjectProvider<WsServerFactory> factory) {
		return new WsHealthIndicator(lifecycle, drain, factory::getObject);
	}

}
