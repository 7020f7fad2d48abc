package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A bean with methods that are marked as callbacks.
 */
sealed interface CallbackBean permits EndpointBean, AdviceBean {

	/** The bean's name. */
	String name();

	/** The bean, which may be a proxy. */
	Object bean();

	/** Its class, as the user wrote it. */
	Class<?> type();

	/** Whether it may have methods of a kind. */
	boolean mayHave(CallbackKind kind);

	/** A mistake in one of its methods, or in the class itself. */
	InvalidEndpointException invalid(@Nullable Method method, String problem, String remedy);

}
