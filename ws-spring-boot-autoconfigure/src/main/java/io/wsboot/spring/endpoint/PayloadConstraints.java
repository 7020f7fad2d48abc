package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.validation.method.MethodValidationException;

/**
 * Tells whether the proxy of an endpoint has refused a payload. What it says about other
 * arguments, or about what a method returns, is no fault of the peer; neither is what
 * another bean says that the endpoint has called.
 *
 * @param endpoint the endpoint's class
 * @param payloads the parameters of its methods that take payloads
 */
record PayloadConstraints(Class<?> endpoint, List<MethodParameter> payloads) {

	/** Bean Validation need not be there. */
	private static final boolean BEAN_VALIDATION = ClassUtils
		.isPresent("jakarta.validation.ConstraintViolationException", PayloadConstraints.class.getClassLoader());

	/**
	 * Judges a failure.
	 * @param failure what was thrown
	 * @return {@code true} if it is about payloads only
	 */
	boolean areViolatedBy(Throwable failure) {
		if (failure instanceof MethodValidationException refused) {
			return areViolatedBy(refused);
		}
		return BEAN_VALIDATION && Violations.of(this, failure);
	}

	private boolean areViolatedBy(MethodValidationException refused) {
		return !refused.isForReturnValue() && this.endpoint.isInstance(refused.getTarget())
				&& refused.getParameterValidationResults()
					.stream()
					.map((result) -> result.getMethodParameter())
					.allMatch((parameter) -> isPayload(refused.getMethod().getName(),
							List.of(refused.getMethod().getParameterTypes()), parameter.getParameterIndex()));
	}

	private boolean isPayload(String method, List<Class<?>> types, int index) {
		return this.payloads.stream()
			.anyMatch((payload) -> payload.getParameterIndex() == index && isOf(payload.getMethod(), method, types));
	}

	private static boolean isOf(@Nullable Method method, String name, List<Class<?>> types) {
		return method != null && method.getName().equals(name)
				&& Arrays.asList(method.getParameterTypes()).equals(types);
	}

	/**
	 * Looks into exceptions of Bean Validation, if it is there.
	 */
	private static final class Violations {

		private Violations() {
		}

		static boolean of(PayloadConstraints constraints, Throwable failure) {
			return failure instanceof ConstraintViolationException refused
					&& !refused.getConstraintViolations().isEmpty()
					&& refused.getConstraintViolations()
						.stream()
						.allMatch((violation) -> isOfPayload(constraints, violation));
		}

		private static boolean isOfPayload(PayloadConstraints constraints, ConstraintViolation<?> violation) {
			Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
			Path.Node method = nodes.next();
			if (method.getKind() != ElementKind.METHOD || !nodes.hasNext()
					|| !constraints.endpoint().isInstance(violation.getRootBean())) {
				return false;
			}
			Path.Node argument = nodes.next();
			return argument.getKind() == ElementKind.PARAMETER
					&& constraints.isPayload(method.getName(), method.as(Path.MethodNode.class).getParameterTypes(),
							argument.as(Path.ParameterNode.class).getParameterIndex());
		}

	}

}
