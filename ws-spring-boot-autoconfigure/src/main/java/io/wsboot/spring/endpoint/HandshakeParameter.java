package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.Optional;

import io.wsboot.protocol.handshake.HandshakeException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;

/**
 * A value of the opening handshake as a method takes it, with the meaning that spring-web
 * gives its annotations.
 *
 * @param source where the value stands
 * @param name its name there
 * @param required whether a handshake without it is refused
 * @param defaultValue stands in for a value that is missing or empty
 * @param type what the method takes
 * @param conversion converts to that
 */
record HandshakeParameter(Source source, String name, boolean required, @Nullable String defaultValue,
		TypeDescriptor type, ConversionService conversion) implements SessionValue {

	private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

	@Override
	public @Nullable Object resolve(HandshakeInput input) throws HandshakeException {
		Object raw = raw(this.source.values(input, this.name));
		if (raw == null) {
			return absent();
		}
		Object value = convert(raw);
		return (value != null) ? value : absent();
	}

	/** One value as it is, several as an array. */
	private @Nullable Object raw(List<String> values) {
		if (values.size() > 1) {
			return values.toArray(String[]::new);
		}
		String value = values.isEmpty() ? null : values.get(0);
		boolean missing = value == null || value.isEmpty();
		return (missing && this.defaultValue != null) ? this.defaultValue : value;
	}

	private @Nullable Object absent() throws HandshakeException {
		if (this.required) {
			throw new HandshakeException(400, "The " + this.source.label() + " '" + this.name + "' is missing.");
		}
		return (this.type.getType() == Optional.class) ? Optional.empty() : null;
	}

	private @Nullable Object convert(Object raw) throws HandshakeException {
		if (this.type.getType().isInstance(raw)) {
			return raw;
		}
		try {
			return this.conversion.convert(raw, TypeDescriptor.forObject(raw), this.type);
		}
		catch (ConversionException ex) {
			throw new HandshakeException(400,
					"The value of the " + this.source.label() + " '" + this.name + "' is not of the expected kind.");
		}
	}

	/** Whether there is a way from text to what the method takes. */
	boolean isConvertible() {
		return this.conversion.canConvert(STRING, this.type);
	}

	/**
	 * A converter of the application may look things up; those for plain values do not.
	 */
	@Override
	public boolean mayBlock() {
		return !ClassUtils.isSimpleValueType(this.type.getType());
	}

	/**
	 * Where a value stands in the request.
	 */
	enum Source {

		/** A variable of the path. */
		PATH("path variable"),

		/** A parameter of the query. */
		QUERY("query parameter"),

		/** A field of the head. */
		HEADER("header"),

		/** A cookie. */
		COOKIE("cookie");

		private final String label;

		Source(String label) {
			this.label = label;
		}

		String label() {
			return this.label;
		}

		private List<String> values(HandshakeInput input, String name) throws HandshakeException {
			return switch (this) {
				case PATH -> List.of(input.pathVariable(name));
				case QUERY -> input.parameters(name);
				case HEADER -> input.headers(name);
				case COOKIE -> input.cookies(name);
			};
		}

	}

}
