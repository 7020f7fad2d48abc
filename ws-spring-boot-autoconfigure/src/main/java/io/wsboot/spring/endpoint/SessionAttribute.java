package io.wsboot.spring.endpoint;

import java.util.Optional;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * A value of {@link WsSession#attributes()} as a method takes it.
 *
 * @param name the key
 * @param required whether a call without it fails
 * @param type what the method takes
 * @param conversion converts to that
 */
record SessionAttribute(String name, boolean required, TypeDescriptor type,
		ConversionService conversion) implements CallValue {

	@Override
	public @Nullable Object resolve(WsSession session, @Nullable Object subject) {
		Object value = session.attributes().get(this.name);
		if (value == null) {
			return absent();
		}
		if (this.type.getObjectType().isInstance(value)) {
			return value;
		}
		return this.conversion.convert(value, TypeDescriptor.forObject(value), this.type);
	}

	private @Nullable Object absent() {
		if (this.required) {
			throw new IllegalStateException("The session has no attribute '" + this.name
					+ "'. Put it into WsSession.attributes() before, or take it as @Attribute(required = false).");
		}
		return (this.type.getType() == Optional.class) ? Optional.empty() : null;
	}

}
