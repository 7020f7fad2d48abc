package io.wsboot.spring.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.wsboot.spring.endpoint.InvalidEndpointException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why an endpoint or advice cannot work as it is written.
 */
final class InvalidEndpointFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEndpointException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEndpointException cause) {
		Method method = cause.method();
		String where = (method != null) ? String.format("%n    Method: %s", signature(method)) : "";
		return new FailureAnalysis(
				String.format(
						"A WebSocket %s cannot work as it is written:%n%n    Bean: %s%n    Class: %s%s%n"
								+ "    Problem: %s",
						cause.isAdvice() ? "advice" : "endpoint", cause.beanName(), cause.endpointType().getName(),
						where, cause.problem()),
				cause.remedy(), cause);
	}

	private static String signature(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", method.getName() + "(", ")"));
	}

}
