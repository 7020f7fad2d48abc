package io.wsboot.spring.endpoint;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;

import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.validation.annotation.Validated;

/**
 * Finds out where the value of each parameter comes from, and refuses what nobody could
 * supply.
 */
final class ParameterBinder {

	/** They say whether null is expected; whose they are makes no difference. */
	private static final Set<String> NULLNESS = Set.of("Nullable", "NonNull", "Nonnull", "NotNull");

	private static final String VALIDATION = "jakarta.validation.";

	private static final Argument SESSION = new Argument.Session();

	private static final Argument SUBJECT = new Argument.Subject();

	private final CallbackBean bean;

	private final HandshakeBinder handshake;

	private final List<WsArgumentResolver> resolvers;

	ParameterBinder(CallbackBean bean, HandshakeBinder handshake, List<WsArgumentResolver> resolvers) {
		this.bean = bean;
		this.handshake = handshake;
		this.resolvers = resolvers;
	}

	/**
	 * Binds a parameter.
	 * @param callback the method
	 * @param parameter one of its parameters
	 * @return where its value comes from
	 * @throws InvalidEndpointException if nobody can tell
	 */
	Argument bind(Callback callback, MethodParameter parameter) {
		Argument value = annotated(callback, parameter);
		if (value != null) {
			return value;
		}
		WsArgumentResolver resolver = resolver(parameter);
		if (resolver != null) {
			return new Argument.Call((session, subject) -> resolver.resolveArgument(parameter, session, subject));
		}
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (!PayloadValidation.isAskedForBy(annotation)) {
				requireHarmless(callback, parameter, annotation.annotationType());
			}
		}
		Argument argument = byType(callback, parameter);
		boolean payload = argument == SUBJECT && callback.kind() == CallbackKind.MESSAGE;
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (!payload && PayloadValidation.isAskedForBy(annotation)) {
				requireValidation(callback, parameter, annotation.annotationType());
			}
		}
		return argument;
	}

	private @Nullable Argument annotated(Callback callback, MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (this.handshake.knows(annotation)) {
				requireHarmlessBeside(annotation, callback, parameter);
				return this.handshake.bind(callback, parameter, annotation);
			}
		}
		return null;
	}

	private void requireHarmlessBeside(Annotation known, Callback callback, MethodParameter parameter) {
		for (Annotation other : parameter.getParameterAnnotations()) {
			if (other != known && this.handshake.knows(other)) {
				throw invalid(callback, parameter, "is annotated with @" + known.annotationType().getSimpleName()
						+ " and @" + other.annotationType().getSimpleName() + ".",
						"Keep one of them for each parameter.");
			}
			if (other != known) {
				requireHarmless(callback, parameter, other.annotationType());
			}
		}
	}

	private @Nullable WsArgumentResolver resolver(MethodParameter parameter) {
		for (WsArgumentResolver resolver : this.resolvers) {
			if (resolver.supportsParameter(parameter)) {
				return resolver;
			}
		}
		return null;
	}

	private Argument byType(Callback callback, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == WsSession.class) {
			return SESSION;
		}
		if (type == HandshakeRequest.class && callback.kind() != CallbackKind.OPEN) {
			return this.handshake.bind(new SessionRequest());
		}
		SessionPrincipal principal = SessionPrincipal.of(parameter);
		if (principal != null) {
			return this.handshake.bind(principal);
		}
		if (!callback.kind().takesSubject(type)) {
			throw invalid(callback, parameter, "is nothing that this callback could be given.",
					callback.kind().allowedParameters());
		}
		return SUBJECT;
	}

	private void requireHarmless(Callback callback, MethodParameter parameter, Class<? extends Annotation> annotation) {
		String name = annotation.getName();
		String remedy = ForeignAnnotations.remedy(name);
		if (remedy != null) {
			throw invalid(callback, parameter, "is annotated with " + name + ", which means nothing here.", remedy);
		}
		if (isValidation(annotation)) {
			requireValidation(callback, parameter, annotation);
		}
		else if (!NULLNESS.contains(annotation.getSimpleName())) {
			throw invalid(callback, parameter, "is annotated with " + name + ", which is not supported here.",
					callback.kind().allowedParameters());
		}
	}

	/** Whether an annotation belongs to Bean Validation, or is a constraint. */
	static boolean isValidation(Class<? extends Annotation> annotation) {
		if (annotation == Validated.class || annotation.getName().startsWith(VALIDATION)) {
			return true;
		}
		for (Annotation meta : annotation.getAnnotations()) {
			if (meta.annotationType().getName().equals(VALIDATION + "Constraint")) {
				return true;
			}
		}
		return false;
	}

	/** A constraint that nobody checks would be worse than none. */
	private void requireValidation(Callback callback, MethodParameter parameter,
			Class<? extends Annotation> annotation) {
		if (!ValidatingProxy.validates(this.bean)) {
			throw invalid(callback, parameter,
					"is annotated with @" + annotation.getSimpleName() + ", but nothing validates it.",
					"Annotate the class with @Validated and add spring-boot-starter-validation.");
		}
	}

	private InvalidEndpointException invalid(Callback callback, MethodParameter parameter, String problem,
			String remedy) {
		return this.bean.invalid(callback.method(), "The " + CallbackSignature.describe(parameter) + " " + problem,
				remedy);
	}

}
