package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.util.List;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.WsEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A bean that is to become an endpoint.
 *
 * @param name the bean's name
 * @param bean the bean, which may be a proxy
 * @param type its class, as the user wrote it
 * @param annotation the class's annotation
 */
record EndpointBean(String name, Object bean, Class<?> type,
		WsEndpoint annotation) implements CallbackBean, EndpointSource {

	@Override
	public String path() {
		return this.annotation.path();
	}

	@Override
	public String endpointName() {
		return this.annotation.name();
	}

	@Override
	public List<String> subprotocols() {
		return List.of(this.annotation.subprotocols());
	}

	/** Where those of its callbacks run that do not say it themselves. */
	Execution execution() {
		Execution own = this.annotation.execution();
		return (own != Execution.DEFAULT) ? own : Execution.EXECUTOR;
	}

	@Override
	public String example() {
		return "@WsEndpoint(\"/chat\")";
	}

	@Override
	public InvalidEndpointException invalid(@Nullable Method method, String problem, String remedy) {
		return new InvalidEndpointException(this.name, this.type, method, problem, remedy);
	}

	@Override
	public boolean mayHave(CallbackKind kind) {
		return true;
	}

}
