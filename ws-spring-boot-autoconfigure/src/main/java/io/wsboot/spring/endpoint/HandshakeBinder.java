package io.wsboot.spring.endpoint;

import java.lang.annotation.Annotation;
import java.util.List;

import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.DeliveryPolicy;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import io.wsboot.spring.endpoint.HandshakeParameter.Source;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Binds what comes from the opening handshake: parameters with spring-web's annotations,
 * and where values are published. Each gets a slot among the values that a session keeps.
 */
final class HandshakeBinder {

	private final CallbackBean bean;

	private final PathTemplate template;

	private final EndpointTools tools;

	private final SessionValues.Builder values;

	HandshakeBinder(CallbackBean bean, PathTemplate template, EndpointTools tools) {
		this(bean, template, tools, new SessionValues.Builder());
	}

	private HandshakeBinder(CallbackBean bean, PathTemplate template, EndpointTools tools,
			SessionValues.Builder values) {
		this.bean = bean;
		this.template = template;
		this.tools = tools;
		this.values = values;
	}

	/** Binds the same handshakes for the methods of another bean. */
	HandshakeBinder of(CallbackBean other) {
		return new HandshakeBinder(other, this.template, this.tools, this.values);
	}

	SessionValues values() {
		return this.values.build();
	}

	boolean knows(Annotation annotation) {
		return annotation instanceof PathVariable || annotation instanceof RequestParam
				|| annotation instanceof RequestHeader || annotation instanceof CookieValue
				|| annotation instanceof Attribute;
	}

	/**
	 * Binds a parameter with an annotation that is {@link #knows known}.
	 * @throws InvalidEndpointException if the handshake can never have such a value
	 */
	Argument bind(Callback callback, MethodParameter parameter, Annotation annotation) {
		if (annotation instanceof Attribute attribute) {
			return new Argument.Call(attribute(callback, parameter, attribute));
		}
		Binding binding = binding(annotation);
		HandshakeMap map = binding.name().isEmpty() ? HandshakeMap.of(binding.source(), parameter) : null;
		if (map != null) {
			return map(callback, parameter, map);
		}
		String name = name(callback, parameter, binding.name());
		if (binding.source() == Source.PATH && !this.template.variables().contains(name)) {
			throw invalid(callback, parameter,
					"wants the path variable '" + name + "', but the path " + this.template.pattern() + " has "
							+ variables() + ".",
					"Add {" + name + "} to the path, or name the right variable: @PathVariable(\"…\").");
		}
		String defaultValue = binding.defaultValue();
		boolean required = binding.required() && defaultValue == null && !parameter.isOptional();
		HandshakeParameter value = new HandshakeParameter(binding.source(), name, required, defaultValue,
				new TypeDescriptor(parameter), this.tools.conversion());
		requireSuitable(callback, parameter, value);
		return new Argument.Value(this.values.slot(value));
	}

	/** The slot of a value that no annotation asks for. */
	Argument bind(SessionValue value) {
		return new Argument.Value(this.values.slot(value));
	}

	private Argument map(Callback callback, MethodParameter parameter, HandshakeMap map) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter);
		boolean text = map.form() == HandshakeMap.Form.HEADERS
				|| (type.getGeneric(0).resolve(String.class) == String.class
						&& type.getGeneric(1).resolve(String.class) == String.class);
		if (!text) {
			throw invalid(callback, parameter, "takes all values at once, which are text.",
					"Take a Map<String, String>, or a MultiValueMap<String, String> for those that may repeat.");
		}
		return bind(map);
	}

	private SessionAttribute attribute(Callback callback, MethodParameter parameter, Attribute annotation) {
		String name = name(callback, parameter, annotation.name());
		boolean required = annotation.required() && !parameter.isOptional();
		if (!required && parameter.getParameterType().isPrimitive()) {
			throw invalid(callback, parameter, "may be missing in a session, but a primitive cannot be null.",
					"Take the wrapper type.");
		}
		return new SessionAttribute(name, required, new TypeDescriptor(parameter), this.tools.conversion());
	}

	/**
	 * The slot of what says where a method publishes to.
	 * @throws InvalidEndpointException if it names no topic, contradicts itself, or wants
	 * what the path has not
	 */
	int publicationSlot(Callback callback, PublishTo publishTo) {
		String topic = this.tools.placeholders().apply(publishTo.value());
		String key = this.tools.placeholders().apply(publishTo.key());
		if (topic.isBlank()) {
			throw this.bean.invalid(callback.method(), "Its @PublishTo names no topic.",
					"Name one: @PublishTo(\"news\").");
		}
		if (!key.isEmpty() && publishTo.delivery() != DeliveryPolicy.CONFLATE) {
			throw this.bean.invalid(
					callback.method(), "Its @PublishTo has the key \"" + key + "\", which the delivery "
							+ publishTo.delivery() + " does not ask for.",
					"Write delivery = DeliveryPolicy.CONFLATE, or remove the key.");
		}
		TopicTemplate topicTemplate = template(callback, "topic", topic);
		TopicTemplate keyTemplate = key.isEmpty() ? topicTemplate : template(callback, "key", key);
		return this.values.slot(new PublicationTemplate(topicTemplate, publishTo.delivery(), keyTemplate));
	}

	private TopicTemplate template(Callback callback, String what, String text) {
		TopicTemplate parsed = parsed(callback, what, text);
		for (String variable : parsed.variables()) {
			if (!this.template.variables().contains(variable)) {
				throw this.bean.invalid(callback.method(),
						"Its " + what + " \"" + text + "\" wants the path variable '" + variable + "', but the path "
								+ this.template.pattern() + " has " + variables() + ".",
						"Add {" + variable + "} to the path, or name a variable that it has.");
			}
		}
		return parsed;
	}

	private TopicTemplate parsed(Callback callback, String what, String text) {
		try {
			return TopicTemplate.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw this.bean.invalid(callback.method(),
					"Its " + what + " \"" + text + "\" is not well-formed: " + ex.getMessage() + ".",
					"Write variables of the path as {name}.");
		}
	}

	private Binding binding(Annotation annotation) {
		if (annotation instanceof PathVariable path) {
			return new Binding(Source.PATH, path.name(), path.required(), null);
		}
		if (annotation instanceof RequestParam query) {
			return new Binding(Source.QUERY, query.name(), query.required(), defaultValue(query.defaultValue()));
		}
		if (annotation instanceof CookieValue cookie) {
			return new Binding(Source.COOKIE, cookie.name(), cookie.required(), defaultValue(cookie.defaultValue()));
		}
		RequestHeader header = (RequestHeader) annotation;
		return new Binding(Source.HEADER, header.name(), header.required(), defaultValue(header.defaultValue()));
	}

	private @Nullable String defaultValue(String text) {
		return ValueConstants.DEFAULT_NONE.equals(text) ? null : this.tools.placeholders().apply(text);
	}

	private String name(Callback callback, MethodParameter parameter, String stated) {
		if (!stated.isEmpty()) {
			return this.tools.placeholders().apply(stated);
		}
		String name = parameter.getParameterName();
		if (name == null) {
			throw invalid(callback, parameter, "has no name: the class was compiled without parameter names.",
					"Name the value in the annotation, or compile with -parameters.");
		}
		return name;
	}

	private String variables() {
		List<String> names = this.template.variables();
		return names.isEmpty() ? "no variables" : "only " + String.join(", ", names);
	}

	private void requireSuitable(Callback callback, MethodParameter parameter, HandshakeParameter value) {
		if (!value.isConvertible()) {
			throw invalid(callback, parameter, "cannot be made of text: no converter is registered.",
					"Take a String, or register a Converter<String, "
							+ parameter.nestedIfOptional().getNestedParameterType().getSimpleName() + ">.");
		}
		boolean mayBeMissing = !value.required() && value.defaultValue() == null && value.source() != Source.PATH;
		if (mayBeMissing && parameter.getParameterType().isPrimitive()) {
			throw invalid(callback, parameter, "may be missing in a handshake, but a primitive cannot be null.",
					"Take the wrapper type, or give a defaultValue.");
		}
	}

	private InvalidEndpointException invalid(Callback callback, MethodParameter parameter, String problem,
			String remedy) {
		return this.bean.invalid(callback.method(), "The " + CallbackSignature.describe(parameter) + " " + problem,
				remedy);
	}

	/**
	 * What an annotation says.
	 */
	private record Binding(Source source, String name, boolean required, @Nullable String defaultValue) {

	}

}
