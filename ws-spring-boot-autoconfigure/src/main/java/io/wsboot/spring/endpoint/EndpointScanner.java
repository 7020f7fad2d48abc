package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.wsboot.protocol.http.HttpSyntax;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsMessaging;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.validation.Validator;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Finds the beans with {@link WsEndpoint @WsEndpoint} and those of type
 * {@link WsEndpointRegistration}, checks each from its path to its last parameter, and
 * makes endpoints of them.
 */
public final class EndpointScanner {

	private final ListableBeanFactory beanFactory;

	private final EndpointTools tools;

	/** Asked with the names of all endpoints. */
	private final Function<List<String>, MessageSettings> settings;

	/** Looks at the endpoints that run on event loops. */
	private final LoopSampler sampler = new LoopSampler();

	/**
	 * Prepares to scan.
	 * @param beanFactory has the beans; placeholders in annotations are resolved by it
	 * @param codecs read and write objects
	 * @param conversionService converts values of the opening handshake
	 * @param messaging publishes
	 * @param settings what is set for messages outside of the endpoints, given the names
	 * of all of them
	 */
	public EndpointScanner(ListableBeanFactory beanFactory, MessageCodecs codecs, ConversionService conversionService,
			WsMessaging messaging, Function<List<String>, MessageSettings> settings) {
		this.beanFactory = beanFactory;
		this.tools = new EndpointTools(conversionService, codecs, messaging, placeholders(beanFactory),
				beanFactory.getBeanProvider(WsArgumentResolver.class).orderedStream().toList(),
				beanFactory.getBeanProvider(Validator.class).getIfUnique());
		this.settings = settings;
	}

	private static UnaryOperator<String> placeholders(ListableBeanFactory beanFactory) {
		if (!(beanFactory instanceof ConfigurableBeanFactory configurable)) {
			return UnaryOperator.identity();
		}
		StringValueResolver resolver = new EmbeddedValueResolver(configurable);
		return (text) -> {
			String resolved = resolver.resolveStringValue(text);
			return (resolved != null) ? resolved : "";
		};
	}

	/**
	 * Finds and checks the endpoints; creates their beans where that has not happened
	 * yet.
	 * @return the endpoints, perhaps none
	 * @throws InvalidEndpointException if one cannot work as it is written
	 * @throws DuplicateEndpointPathException if two serve the same path
	 */
	public EndpointRegistry scan() {
		Map<String, EndpointSource> byName = new LinkedHashMap<>();
		for (String beanName : this.beanFactory.getBeanNamesForAnnotation(WsEndpoint.class)) {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				add(bean(beanName), byName);
			}
		}
		for (String beanName : this.beanFactory.getBeanNamesForType(WsEndpointRegistration.class)) {
			add(new RegisteredEndpoint(beanName, this.beanFactory.getBean(beanName, WsEndpointRegistration.class)),
					byName);
		}
		MessageSettings settings = this.settings.apply(List.copyOf(byName.keySet()));
		Advices advices = new Advices(this.beanFactory, this.tools);
		List<EndpointDefinition> endpoints = new ArrayList<>();
		byName.forEach((name, source) -> endpoints.add((source instanceof EndpointBean bean)
				? define(name, bean, settings, advices) : define(name, (RegisteredEndpoint) source)));
		return new EndpointRegistry(endpoints);
	}

	private void add(EndpointSource endpoint, Map<String, EndpointSource> byName) {
		String name = name(endpoint);
		requireDistinct(endpoint, name, byName.put(name, endpoint));
	}

	private String name(EndpointSource bean) {
		String name = this.tools.placeholders().apply(bean.endpointName());
		return StringUtils.hasText(name) ? name : bean.name();
	}

	private EndpointBean bean(String name) {
		Class<?> declared = this.beanFactory.getType(name);
		if (!this.beanFactory.isSingleton(name)) {
			throw new InvalidEndpointException(name, (declared != null) ? declared : Object.class, null,
					"It is no singleton, but one instance serves all sessions.",
					"Remove the scope, and keep what belongs to a session in WsSession.attributes().");
		}
		Object bean = this.beanFactory.getBean(name);
		Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
		WsEndpoint annotation = AnnotatedElementUtils.findMergedAnnotation(type, WsEndpoint.class);
		if (annotation == null) {
			throw new InvalidEndpointException(name, type, null, "Its class does not have @WsEndpoint.",
					"Annotate the class of the bean itself.");
		}
		return new EndpointBean(name, bean, type, annotation);
	}

	private EndpointDefinition define(String name, EndpointBean bean, MessageSettings settings, Advices advices) {
		PathTemplate template = template(bean);
		requireTokens(bean);
		HandshakeBinder handshake = new HandshakeBinder(bean, template, this.tools);
		SubprotocolCallbacks callbacks = new CallbackAssembly(bean, handshake, this.tools, settings, advices)
			.assemble(name);
		return new EndpointDefinition(bean, name, template, callbacks, handshake.values(), this.sampler);
	}

	private EndpointDefinition define(String name, RegisteredEndpoint endpoint) {
		PathTemplate template = template(endpoint);
		requireTokens(endpoint);
		WsEndpointRegistration registration = endpoint.registration();
		RegisteredHandler handler = new RegisteredHandler(registration.handler(),
				CallbackThreads.of(registration.execution()));
		return new EndpointDefinition(endpoint, name, template, handler, new SessionValues.Builder().build(),
				this.sampler);
	}

	private PathTemplate template(EndpointSource bean) {
		String path = this.tools.placeholders().apply(bean.path());
		if (path.isBlank()) {
			throw bean.invalid(null, "It has no path.", "Give it one: " + bean.example() + ".");
		}
		try {
			return PathTemplate.parse(path);
		}
		catch (PatternParseException ex) {
			throw bean.invalid(null,
					"Its path \"" + path + "\" is no path pattern, at position " + ex.getPosition() + ": "
							+ ex.getMessage() + ".",
					"Write it as a PathPattern, for example /chat/{room} or /files/{*rest}.");
		}
	}

	private void requireTokens(EndpointSource bean) {
		for (String subprotocol : bean.subprotocols()) {
			if (!HttpSyntax.isToken(subprotocol)) {
				throw bean.invalid(null, "Its subprotocol \"" + subprotocol + "\" is no token of HTTP.",
						"Use letters, digits, '.', '-' and '_', for example v1.chat.");
			}
		}
	}

	private void requireDistinct(EndpointSource bean, String name, @Nullable EndpointSource other) {
		if (other != null) {
			throw bean.invalid(null, "Its name '" + name + "' is that of the bean '" + other.name() + "', too.",
					"Give each endpoint a name of its own: @WsEndpoint(name = \"…\").");
		}
	}

}
