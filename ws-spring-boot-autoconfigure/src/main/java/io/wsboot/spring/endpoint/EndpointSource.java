package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A bean that is to become an endpoint, annotated or registered.
 */
sealed interface EndpointSource permits EndpointBean, RegisteredEndpoint {

	/** The bean's name. */
	String name();

	/** The class that serves, as the user wrote it. */
	Class<?> type();

	/** The path as it was written. */
	String path();

	/** The endpoint's name as it was written; may be empty. */
	String endpointName();

	/** What it speaks, most preferred first. */
	List<String> subprotocols();

	/** How its path would be written, for a remedy. */
	String example();

	/** A mistake in one of its methods, or in the class itself. */
	InvalidEndpointException invalid(@Nullable Method method, String problem, String remedy);

}
