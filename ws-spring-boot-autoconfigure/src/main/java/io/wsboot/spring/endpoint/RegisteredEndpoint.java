package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A bean that registers a handler.
 *
 * @param name the bean's name
 * @param registration what it says
 */
record RegisteredEndpoint(String name, WsEndpointRegistration registration) implements EndpointSource {

	@Override
	public Class<?> type() {
		return ClassUtils.getUserClass(this.registration.handler());
	}

	@Override
	public String path() {
		return this.registration.path();
	}

	@Override
	public String endpointName() {
		return this.registration.name();
	}

	@Override
	public List<String> subprotocols() {
		return this.registration.subprotocols();
	}

	@Override
	public String example() {
		return "WsEndpointRegistration.of(\"/chat\", handler)";
	}

	@Override
	public InvalidEndpointException invalid(@Nullable Method method, String problem, String remedy) {
		return new InvalidEndpointException(this.name, type(), method, problem, remedy);
	}

}
