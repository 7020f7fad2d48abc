package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * The parameters of a method as the class of its bean sees them: type variables are
 * resolved, and annotations of overridden methods count.
 */
final class CallbackSignature extends AnnotatedMethod {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final Class<?> endpointType;

	/**
	 * Looks at a method.
	 * @throws java.lang.reflect.InaccessibleObjectException if its module does not open
	 * it
	 */
	CallbackSignature(Method method, Class<?> endpointType) {
		super(method);
		this.endpointType = endpointType;
		for (MethodParameter parameter : getMethodParameters()) {
			parameter.initParameterNameDiscovery(NAMES);
		}
	}

	@Override
	protected Class<?> getContainingClass() {
		return this.endpointType;
	}

	/** The type of a parameter with its type arguments. */
	static Type genericType(MethodParameter parameter) {
		return GenericTypeResolver.resolveType(parameter.getGenericParameterType(), parameter.getContainingClass());
	}

	/** A parameter in words. */
	static String describe(MethodParameter parameter) {
		String name = parameter.getParameterName();
		String type = parameter.getParameterType().getSimpleName();
		return "parameter " + ((name != null) ? "'" + name + "'" : String.valueOf(parameter.getParameterIndex() + 1))
				+ " (" + type + ")";
	}

}
