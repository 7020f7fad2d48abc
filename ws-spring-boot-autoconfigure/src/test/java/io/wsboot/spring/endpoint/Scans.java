package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.Topics;
import io.wsboot.transport.SessionCompression;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsHandler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes endpoints of classes, without an application around them.
 */
final class Scans {

	/** Everything on the loop, with the server's limits and nobody watching. */
	static final EndpointRuntime PLAIN = new EndpointRuntime() {

		@Override
		public Executor executor(EndpointDefinition endpoint) {
			return null;
		}

		@Override
		public Executor streams(EndpointDefinition endpoint) {
			throw new AssertionError("No method reads a stream");
		}

		@Override
		public long maxWholeMessage() {
			return ProtocolLimits.DEFAULTS.maxMessageSize();
		}

		@Override
		public ProtocolLimits limits(EndpointDefinition endpoint) {
			return null;
		}

		@Override
		public SessionLimits sessionLimits(EndpointDefinition endpoint) {
			return null;
		}

		@Override
		public SessionCompression compression(EndpointDefinition endpoint) {
			return null;
		}

		@Override
		public TransportListener listener(EndpointDefinition endpoint) {
			return null;
		}

	};

	private Scans() {
	}

	static WsMessageCodec json() {
		return new JsonMessageCodec(JsonMapper.builder().build());
	}

	/** Beans of the given classes, called as component scanning would call them. */
	static DefaultListableBeanFactory beans(Class<?>... types) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		for (Class<?> type : types) {
			beanFactory.registerBeanDefinition(StringUtils.uncapitalize(type.getSimpleName()),
					new RootBeanDefinition(type));
		}
		return beanFactory;
	}

	static void properties(DefaultListableBeanFactory beanFactory, Map<String, String> properties) {
		PropertyPlaceholderHelper helper = new PropertyPlaceholderHelper("${", "}", ":", null, false);
		beanFactory.addEmbeddedValueResolver((text) -> helper.replacePlaceholders(text, properties::get));
	}

	static EndpointRegistry scan(Class<?>... types) {
		return scan(beans(types), json());
	}

	static EndpointRegistry scan(DefaultListableBeanFactory beanFactory, WsMessageCodec codec) {
		return scan(beanFactory, new MessageCodecs((codec != null) ? List.of(codec) : List.of()),
				MessageSettings.DEFAULTS);
	}

	static EndpointRegistry scan(DefaultListableBeanFactory beanFactory, MessageCodecs codecs,
			MessageSettings settings) {
		return new EndpointScanner(beanFactory, codecs, DefaultConversionService.getSharedInstance(),
				new WsMessaging(new Topics(), new SessionDirectory(), codecs.encoders(), List.of()),
				(names) -> settings)
			.scan();
	}

	/** What the endpoints answer to a request, decided by the time the method returns. */
	static UpgradeDecision decide(EndpointRegistry registry, HandshakeRequest request) {
		return new EndpointUpgradeHandler(registry, OriginPolicy.sameHost(), PLAIN).upgrade(request)
			.toCompletableFuture()
			.join();
	}

	/** The handler of a session that opens at a target. */
	static WsHandler open(EndpointRegistry registry, String target, String... fields) {
		UpgradeDecision decision = decide(registry, Requests.get(target, fields));
		assertThat(decision).isInstanceOf(UpgradeDecision.Accept.class);
		return ((UpgradeDecision.Accept) decision).handler();
	}

	static List<String> paths(EndpointRegistry registry) {
		return registry.endpoints().stream().map(EndpointDefinition::path).toList();
	}

}
