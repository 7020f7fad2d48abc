package io.wsboot.spring.endpoint;

import java.security.Principal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Who opened the session, as a method takes it. As in spring-web a principal that is not
 * there is {@code null}.
 *
 * @param type the kind of principal
 * @param optional whether it is wrapped
 */
record SessionPrincipal(Class<?> type, boolean optional) implements SessionValue {

	/**
	 * Looks at a parameter.
	 * @return the value it takes, {@code null} if it takes no principal
	 */
	static @Nullable SessionPrincipal of(MethodParameter parameter) {
		boolean optional = parameter.getParameterType() == Optional.class;
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		return Principal.class.isAssignableFrom(type) ? new SessionPrincipal(type, optional) : null;
	}

	@Override
	public @Nullable Object resolve(HandshakeInput input) {
		Principal principal = input.principal();
		if (principal != null && !this.type.isInstance(principal)) {
			throw new IllegalStateException("A method takes the principal as " + this.type.getName() + ", but it is a "
					+ principal.getClass().getName());
		}
		return this.optional ? Optional.ofNullable(principal) : principal;
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

}
