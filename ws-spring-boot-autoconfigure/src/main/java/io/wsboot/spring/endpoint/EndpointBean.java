package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.spring.annotation.WsEndpoint;

/**
 * A bean that is to become an endpoint.
 *
 * @param name the bean's name
 * @param bean the bean, which may be a proxy
 * @param type its class, as the user wrote it
 * @param annotation the class's annotation
 */
record EndpointBean(String name, Object bean, Class<?> type, WsEndpoint annotation) implements CallbackBean {

	List<String> subprotocols() {
		return List.of(this.annotation.subprotocols());
	}

	@Override
	public boolean mayHave(CallbackKind kind) {
		return true;
	}

}
