package io.wsboot.protocol.handshake;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One extension of a {@code Sec-WebSocket-Extensions} field and its parameters (RFC 6455
 * §9.1).
 *
 * @param name the extension, a token
 * @param parameters its parameters in their order, perhaps one name several times
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {

	/**
	 * Keeps a copy of the list.
	 * @param name as above
	 * @param parameters as above
	 */
	public ExtensionOffer {
		parameters = List.copyOf(parameters);
	}

	/**
	 * Takes the values of all {@code Sec-WebSocket-Extensions} fields of a head apart, in
	 * time linear in their length.
	 * @param values the values in their order
	 * @return the offers in their order; empty for no values
	 * @throws HandshakeException with status 400 if a value is not as RFC 6455 §9.1
	 * demands, or the offers and parameters are more than 100 in all
	 */
	public static List<ExtensionOffer> parse(List<String> values) throws HandshakeException {
		return new ExtensionParser().parse(values);
	}

	/**
	 * Writes the extension as a value of {@code Sec-WebSocket-Extensions}.
	 * @return such as {@code permessage-deflate; client_max_window_bits=10}
	 */
	public String fieldValue() {
		StringBuilder value = new StringBuilder(this.name);
		for (Parameter parameter : this.parameters) {
			value.append("; ").append(parameter.name());
			if (parameter.value() != null) {
				value.append('=').append(parameter.value());
			}
		}
		return value.toString();
	}

	/**
	 * A parameter of an extension.
	 *
	 * @param name a token
	 * @param value a token, without the quotes it may have come in, or {@code null} if
	 * the parameter has no value
	 */
	public record Parameter(String name, @Nullable String value) {

	}

}
