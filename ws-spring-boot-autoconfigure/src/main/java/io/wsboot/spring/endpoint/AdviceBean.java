package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;

import io.wsboot.spring.annotation.WsAdvice;
import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerTypePredicate;

/**
 * A bean that deals with the failures of endpoints.
 *
 * @param name the bean's name
 * @param bean the bean, which may be a proxy
 * @param type its class, as the user wrote it
 * @param endpoints selects those that it is for
 */
record AdviceBean(String name, Object bean, Class<?> type, HandlerTypePredicate endpoints) implements CallbackBean {

	static AdviceBean of(String name, Object bean, Class<?> type, WsAdvice annotation) {
		return new AdviceBean(name, bean, type,
				HandlerTypePredicate.builder()
					.basePackage(annotation.basePackages())
					.basePackageClass(annotation.basePackageClasses())
					.assignableType(annotation.assignableTypes())
					.annotation(annotation.annotations())
					.build());
	}

	boolean isFor(EndpointBean endpoint) {
		return this.endpoints.test(endpoint.type());
	}

	@Override
	public InvalidEndpointException invalid(@Nullable Method method, String problem, String remedy) {
		return InvalidEndpointException.ofAdvice(this.name, this.type, method, problem, remedy);
	}

	@Override
	public boolean mayHave(CallbackKind kind) {
		return kind == CallbackKind.ERROR;
	}

}
