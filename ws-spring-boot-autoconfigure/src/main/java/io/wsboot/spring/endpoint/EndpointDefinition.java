package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.spring.annotation.Execution;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that has been checked and is ready to serve. Immutable.
 */
public final class EndpointDefinition {

	private final EndpointBean bean;

	private final String name;

	private final PathTemplate template;

	private final SubprotocolCallbacks callbacks;

	private final SessionValues values;

	EndpointDefinition(EndpointBean bean, String name, PathTemplate template, SubprotocolCallbacks callbacks,
			SessionValues values) {
		this.bean = bean;
		this.name = name;
		this.template = template;
		this.callbacks = callbacks;
		this.values = values;
	}

	/**
	 * The name under which properties and actuators know the endpoint.
	 * @return the annotation's name, else the bean's
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The bean that serves.
	 * @return its name
	 */
	public String beanName() {
		return this.bean.name();
	}

	/**
	 * The class of the bean, as the user wrote it.
	 * @return the class, never that of a proxy
	 */
	public Class<?> type() {
		return this.bean.type();
	}

	/**
	 * The path.
	 * @return the pattern with its variables, beginning with a slash
	 */
	public String path() {
		return this.template.pattern().getPatternString();
	}

	/**
	 * The subprotocols that the endpoint speaks.
	 * @return names, most preferred first; may be empty
	 */
	public List<String> subprotocols() {
		return this.bean.subprotocols();
	}

	/**
	 * Where the callbacks run.
	 * @return the executor or the event loop
	 */
	public Execution execution() {
		return this.bean.annotation().execution();
	}

	PathTemplate template() {
		return this.template;
	}

	EndpointCallbacks callbacks(@Nullable String subprotocol) {
		return this.callbacks.of(subprotocol);
	}

	SessionValues values() {
		return this.values;
	}

	@Override
	public String toString() {
		return this.name + " at " + path();
	}

}
