package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.actuate.ListenerView;
import io.wsboot.spring.actuate.RecentCloses;
import io.wsboot.spring.actuate.WebSocketsEndpoint;
import io.wsboot.spring.actuate.WebSocketsEndpointWebExtension;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.spring.server.WsServerDrain;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.Topics;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the actuator endpoint {@code websockets}, and of what it
 * remembers, if it is exposed.
 */
@AutoConfiguration(after = WsServerAutoConfiguration.class,
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration")
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ WsServerLifecycle.class, WsServerDrain.class, EndpointRegistry.class })
@ConditionalOnAvailableEndpoint(WebSocketsEndpoint.class)
@EnableConfigurationProperties(WebSocketsEndpointProperties.class)
public final class WebSocketsEndpointAutoConfiguration {

	@Bean
	RecentCloses wsRecentCloses(SessionDirectory sessions) {
		return new RecentCloses(sessions);
	}

	/** Last, so that it observes beside whoever else does. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WsServerCustomizer wsRecentClosesCustomizer(RecentCloses closes) {
		return (builder) -> builder.addListener(closes);
	}

	@Bean
	ListenerView wsListenerView(WsServerLifecycle lifecycle, WsServerDrain drain, EndpointRegistry endpoints,
			EndpointRuntime runtime, SessionDirectory directory, Topics topics, RecentCloses closes) {
		return new ListenerView(lifecycle, drain, endpoints, runtime, directory, topics, closes);
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketsEndpoint webSocketsEndpoint(ListenerView view, WebSocketsEndpointProperties properties) {
		return new WebSocketsEndpoint(view, properties.showValues());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(WebSocketsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WebSocketsEndpointWebExtension webSocketsEndpointWebExtension(WebSocketsEndpoint endpoint,
			WebSocketsEndpointProperties properties) {
		return new WebSocketsEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}
