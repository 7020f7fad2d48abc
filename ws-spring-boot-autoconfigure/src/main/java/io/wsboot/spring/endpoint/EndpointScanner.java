package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Finds the beans with {@link WsEndpoint @WsEndpoint}, checks each from its path to its
 * last parameter, and makes endpoints of them.
 */
public final class EndpointScanner {

	private final ListableBeanFactory beanFactory;

	private final EndpointTools tools;

	private UnhandledFailure unhandled = UnhandledFailure.CLOSE;

	/**
	 * Prepares to scan.
	 * @param beanFactory has the beans; placeholders in annotations are resolved by it
	 * @param codec reads and writes objects; {@code null} if methods may only take and
	 * return text and bytes
	 * @param conversionService converts values of the opening handshake
	 * @param messaging publishes
	 */
	public EndpointScanner(ListableBeanFactory beanFactory, @Nullable WsMessageCodec codec,
			ConversionService conversionService, WsMessaging messaging) {
		this.beanFactory = beanFactory;
		this.tools = new EndpointTools(conversionService, new EndpointOutput(codec, messaging),
				placeholders(beanFactory),
				beanFactory.getBeanProvider(WsArgumentResolver.class).orderedStream().toList(),
				beanFactory.getBeanProvider(Validator.class).getIfUnique());
	}

	/**
	 * Decides what becomes of failures that no method takes; unless it is called they
	 * close the session.
	 * @param unhandled what to do
	 * @return this scanner
	 */
	public EndpointScanner unhandled(UnhandledFailure unhandled) {
		this.unhandled = unhandled;
		return this;
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
		Advices advices = new Advices(this.beanFactory, this.tools);
		List<EndpointDefinition> endpoints = new ArrayList<>();
		Map<String, EndpointBean> byName = new HashMap<>();
		for (String beanName : this.beanFactory.getBeanNamesForAnnotation(WsEndpoint.class)) {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				EndpointBean bean = bean(beanName);
				EndpointDefinition endpoint = define(bean, advices);
				requireDistinct(bean, endpoint.name(), byName.put(endpoint.name(), bean));
				endpoints.add(endpoint);
			}
		}
		return new EndpointRegistry(endpoints);
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

	private EndpointDefinition define(EndpointBean bean, Advices advices) {
		PathTemplate template = template(bean);
		requireTokens(bean);
		HandshakeBinder handshake = new HandshakeBinder(bean, template, this.tools);
		CallbackPreparation preparation = new CallbackPreparation(bean, handshake, this.tools);
		CallbackTable table = new CallbackTable(bean);
		for (CallbackMethods.Callback callback : new CallbackMethods(bean).find()) {
			table.add(preparation.prepare(callback));
		}
		String name = this.tools.placeholders().apply(bean.annotation().name());
		EndpointCallbacks callbacks = table.build().withAdvices(advices.methods(bean, handshake), this.unhandled);
		return new EndpointDefinition(bean, StringUtils.hasText(name) ? name : bean.name(), template, callbacks,
				handshake.values());
	}

	private PathTemplate template(EndpointBean bean) {
		String path = this.tools.placeholders().apply(bean.annotation().path());
		if (path.isBlank()) {
			throw bean.invalid(null, "It has no path.", "Give it one: @WsEndpoint(\"/chat\").");
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

	private void requireTokens(EndpointBean bean) {
		for (String subprotocol : bean.subprotocols()) {
			if (!HttpSyntax.isToken(subprotocol)) {
				throw bean.invalid(null, "Its subprotocol \"" + subprotocol + "\" is no token of HTTP.",
						"Use letters, digits, '.', '-' and '_', for example v1.chat.");
			}
		}
	}

	private void requireDistinct(EndpointBean bean, String name, @Nullable EndpointBean other) {
		if (other != null) {
			throw bean.invalid(null, "Its name '" + name + "' is that of the bean '" + other.name() + "', too.",
					"Give each endpoint a name of its own: @WsEndpoint(name = \"…\").");
		}
	}

}
