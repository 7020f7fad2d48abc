package io.wsboot.spring.autoconfigure;

import java.util.List;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.MessageLite;
import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.spring.endpoint.EndpointScanner;
import io.wsboot.spring.endpoint.EndpointUpgradeHandler;
import io.wsboot.spring.endpoint.CallbackScopes;
import io.wsboot.spring.endpoint.CborMessageCodec;
import io.wsboot.spring.endpoint.HandshakeAuthentication;
import io.wsboot.spring.endpoint.HandlerObserver;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.spring.endpoint.JsonMessageCodec;
import io.wsboot.spring.endpoint.MessageCodecs;
import io.wsboot.spring.endpoint.OriginPolicy;
import io.wsboot.spring.endpoint.ProtobufMessageCodec;
import io.wsboot.spring.endpoint.WsMessageCodec;
import io.wsboot.spring.endpoint.WsHandshakeAuthenticator;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.endpoint.WsInterceptors;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.spring.messaging.WsInboundInterceptor;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsOutboundInterceptor;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.spring.server.HandlerThreads;
import io.wsboot.spring.server.SessionEvents;
import io.wsboot.spring.server.WsServerDrain;
import io.wsboot.spring.server.WsServerFactory;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.ServerTls;
import io.wsboot.transport.Topics;
import io.wsboot.transport.TransportListener;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.task.TaskDecorator;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the WebSocket listener and of what endpoints use. The messaging
 * beans always exist; the listener's unless {@code ws.server.enabled} is false, and it
 * starts when there is an endpoint.
 */
@AutoConfiguration(after = SslAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@EnableConfigurationProperties(WsServerProperties.class)
public final class WsServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Topics wsTopicMembers() {
		return new Topics();
	}

	@Bean
	@ConditionalOnMissingBean
	WsTopics wsTopics(Topics topics) {
		return new WsTopics(topics);
	}

	@Bean
	@ConditionalOnMissingBean
	MessageCodecs wsMessageCodecs(ObjectProvider<WsMessageCodec> codecs) {
		return new MessageCodecs(codecs.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	SessionDirectory wsSessionDirectory() {
		return new SessionDirectory();
	}

	@Bean
	@ConditionalOnMissingBean
	WsMessaging wsMessaging(Topics topics, SessionDirectory sessions, MessageCodecs codecs,
			ObjectProvider<WsOutboundInterceptor> interceptors) {
		return new WsMessaging(topics, sessions, codecs.encoders(), interceptors.orderedStream().toList());
	}

	/**
	 * What is sent inside a transaction waits for its commit.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TransactionSynchronizationManager.class)
	@ConditionalOnBooleanProperty(name = "ws.messaging.transactional", matchIfMissing = true)
	static class TransactionConfiguration {

		@Bean
		@ConditionalOnMissingBean
		WsMessaging wsMessaging(Topics topics, SessionDirectory sessions, MessageCodecs codecs,
				ObjectProvider<WsOutboundInterceptor> interceptors) {
			return new WsMessaging(topics, sessions, codecs.encoders(), interceptors.orderedStream().toList())
				.transactional();
		}

	}

	/**
	 * Objects as JSON.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	@Order(1)
	static class JsonConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnSingleCandidate(JsonMapper.class)
		JsonMessageCodec wsJsonMessageCodec(JsonMapper mapper) {
			return new JsonMessageCodec(mapper);
		}

	}

	/**
	 * Objects as CBOR; JSON, which comes before it, is preferred.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CBORMapper.class)
	@Order(2)
	static class CborConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnSingleCandidate(CBORMapper.class)
		CborMessageCodec wsCborMessageCodec(CBORMapper mapper) {
			return new CborMessageCodec(mapper);
		}

	}

	/**
	 * Protobuf's own messages, which JSON and CBOR leave alone.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MessageLite.class)
	@Order(3)
	static class ProtobufConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ProtobufMessageCodec wsProtobufMessageCodec(ObjectProvider<ExtensionRegistryLite> extensions) {
			return new ProtobufMessageCodec(extensions.getIfUnique(ExtensionRegistryLite::getEmptyRegistry));
		}

	}

	/**
	 * The listener and its endpoints. A context has its own, whatever its parent has.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "ws.server.enabled", matchIfMissing = true)
	static class ServerConfiguration {

		private static final String SPRING_SECURITY = "org.springframework.security.core.Authentication";

		@Bean
		ServerOptions wsServerOptions(WsServerProperties properties) {
			return new ServerOptions(properties);
		}

		@Bean
		@ConditionalOnMissingBean
		OriginPolicy wsOriginPolicy(ServerOptions options) {
			return options.originPolicy();
		}

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@ConditionalOnThreading(Threading.PLATFORM)
		HandlerThreads wsHandlerPool(ServerOptions options, ObjectProvider<TaskDecorator> decorators) {
			return options.handlerPool().decoratedBy(decorators.orderedStream().toList());
		}

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@ConditionalOnThreading(Threading.VIRTUAL)
		HandlerThreads wsVirtualHandlerThreads(ObjectProvider<TaskDecorator> decorators) {
			return HandlerThreads.virtual().decoratedBy(decorators.orderedStream().toList());
		}

		@Bean
		EndpointRegistry wsEndpointRegistry(ConfigurableListableBeanFactory beans, WsMessaging messaging,
				MessageCodecs codecs, WsServerProperties properties) {
			ConversionService conversion = beans.getConversionService();
			return new EndpointScanner(beans, codecs,
					(conversion != null) ? conversion : ApplicationConversionService.getSharedInstance(), messaging,
					MessageOptions.of(properties))
				.scan();
		}

		@Bean
		EndpointObservers wsEndpointObservers(ObjectProvider<EndpointListeners> listeners,
				ObjectProvider<HandshakeObserver> handshakes, ObjectProvider<HandlerObserver> handlers,
				ObjectProvider<CallbackScopes> scopes) {
			return new EndpointObservers(listeners, handshakes, handlers, scopes);
		}

		@Bean
		EndpointRuntime wsEndpointRuntime(WsServerProperties properties, ServerOptions options,
				EndpointRegistry registry, HandlerThreads threads, EndpointObservers observers) {
			EndpointSettings settings = new EndpointSettings(threads, options.transport().limits());
			if (!registry.isEmpty()) {
				List<String> names = registry.endpoints().stream().map(EndpointDefinition::name).toList();
				settings.override(registry, options, new EndpointProperties(properties.endpoints(), names));
			}
			settings.observe(registry, observers);
			return settings;
		}

		@Bean
		HandshakeAuthentication wsHandshakeAuthentication(WsServerProperties properties,
				ObjectProvider<WsHandshakeAuthenticator> authenticators) {
			return new HandshakeAuthentication(authenticators.orderedStream().toList(),
					Boolean.TRUE.equals(properties.security().requireAuthentication()));
		}

		@Bean
		WsInterceptors wsInterceptors(HandshakeAuthentication authentication,
				ObjectProvider<WsHandshakeInterceptor> handshake, ObjectProvider<WsInboundInterceptor> inbound,
				ObjectProvider<WsOutboundInterceptor> outbound) {
			return new WsInterceptors(authentication.around(handshake.orderedStream().toList()),
					inbound.orderedStream().toList(), outbound.orderedStream().toList());
		}

		@Bean
		EndpointUpgradeHandler wsUpgradeHandler(EndpointRegistry registry, OriginPolicy originPolicy,
				EndpointRuntime runtime, WsInterceptors interceptors, SessionDirectory sessions) {
			return new EndpointUpgradeHandler(registry, originPolicy, runtime, interceptors, sessions);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WsServerCustomizer wsServerTlsCustomizer(WsServerProperties properties, ObjectProvider<SslBundles> bundles) {
			ServerTls tls = BundleTls.of(properties.server().ssl(), bundles.getIfAvailable());
			return (builder) -> builder.tls(tls);
		}

		@Bean
		SessionEvents wsSessionEvents(ApplicationContext context, SessionDirectory sessions) {
			return new SessionEvents(context, sessions::endpointOf, sessions::userOf);
		}

		/** Last, so that it observes beside whoever else does. */
		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		WsServerCustomizer wsSessionEventsCustomizer(SessionEvents events) {
			return (builder) -> {
				TransportListener observer = events.observer();
				if (observer != null) {
					builder.addListener(observer);
				}
			};
		}

		@Bean
		WsServerFactory wsServerFactory(ServerOptions options, EndpointRegistry registry,
				EndpointUpgradeHandler upgradeHandler, Topics topics, SessionDirectory sessions,
				ObjectProvider<WsServerCustomizer> customizers) {
			return new EndpointServerFactory(options, registry, upgradeHandler, topics, sessions,
					customizers.orderedStream().toList());
		}

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		WsServerLifecycle wsServerLifecycle(ObjectProvider<WsServerFactory> factory, HandlerThreads threads,
				ApplicationContext context) {
			return new WsServerLifecycle(factory::getObject, threads, context);
		}

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		WsServerDrain wsServerDrain(WsServerLifecycle lifecycle, ServerOptions options) {
			return new WsServerDrain(lifecycle, options.drainWindow(), options.gracePeriod());
		}

		@Bean
		AuthenticationCheck wsAuthenticationCheck(WsServerProperties properties, ApplicationContext context,
				ObjectProvider<WsHandshakeAuthenticator> authenticators,
				ObjectProvider<WsHandshakeInterceptor> interceptors) {
			return new AuthenticationCheck(properties.security().requireAuthentication(),
					ClassUtils.isPresent(SPRING_SECURITY, context.getClassLoader()), authenticators, interceptors);
		}

		@Bean
		DrainReadiness wsDrainReadiness(ApplicationContext context,
				ObjectProvider<ApplicationAvailability> availability) {
			return new DrainReadiness(context, availability);
		}

		@Bean
		ShutdownTimeCheck wsShutdownTimeCheck(ServerOptions options, ObjectProvider<LifecycleProperties> lifecycle) {
			return new ShutdownTimeCheck(options, lifecycle);
		}

	}

}
