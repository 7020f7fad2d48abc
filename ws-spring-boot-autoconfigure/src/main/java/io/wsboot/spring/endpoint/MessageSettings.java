package io.wsboot.spring.endpoint;

import io.wsboot.spring.annotation.Unmatched;
import org.jspecify.annotations.Nullable;

/**
 * How messages are read and find their method, as far as it is set outside of the
 * endpoints. What is set for one endpoint wins over its annotation, which wins over what
 * is set for all.
 */
public interface MessageSettings {

	/** Nothing is set. */
	MessageSettings DEFAULTS = new MessageSettings() {
	};

	/**
	 * The field in which messages name their type.
	 * @return a name, {@code type} unless overridden
	 */
	default String typeProperty() {
		return "type";
	}

	/**
	 * What becomes of messages that no method takes.
	 * @return for all endpoints that do not say otherwise, {@link Unmatched#ERROR} unless
	 * overridden
	 */
	default Unmatched unmatched() {
		return Unmatched.ERROR;
	}

	/**
	 * What becomes of messages that no method of an endpoint takes.
	 * @param endpoint the endpoint's name
	 * @return what is set for it, {@code null} if nothing is
	 */
	default @Nullable Unmatched unmatched(String endpoint) {
		return null;
	}

	/**
	 * What becomes of failures that no method takes.
	 * @return for all endpoints, {@link UnhandledFailure#CLOSE} unless overridden
	 */
	default UnhandledFailure unhandled() {
		return UnhandledFailure.CLOSE;
	}

	/**
	 * The codec of an endpoint.
	 * @param endpoint the endpoint's name
	 * @return the codec's name, {@code null} if none is set for the endpoint
	 */
	default @Nullable String codec(String endpoint) {
		return null;
	}

}
