package io.wsboot.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.spring.autoconfigure.WsServerProperties.Endpoint;
import io.wsboot.spring.autoconfigure.WsServerProperties.Messages;
import io.wsboot.spring.endpoint.MessageSettings;
import io.wsboot.spring.endpoint.UnhandledFailure;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say about messages, for all endpoints and for single ones.
 *
 * @param messages for all endpoints
 * @param unhandled what becomes of failures, for all endpoints
 * @param endpoints for single ones
 */
record MessageOptions(Messages messages, UnhandledFailure unhandled,
		EndpointProperties endpoints) implements MessageSettings {

	MessageOptions {
		if (messages.typeProperty().isBlank()) {
			throw PropertyRange.wrong("ws.messages.type-property", messages.typeProperty(),
					"It must name the field that holds the type of a message.");
		}
	}

	/**
	 * What the properties say about the endpoints with given names. Keys of others are
	 * left to whoever knows the names of all endpoints.
	 */
	static Function<List<String>, MessageSettings> of(WsServerProperties properties) {
		Map<String, Endpoint> endpoints = properties.endpoints();
		return (names) -> new MessageOptions(properties.messages(), properties.errors().unhandled(),
				EndpointProperties.ofKnown(endpoints, names));
	}

	@Override
	public String typeProperty() {
		return this.messages.typeProperty();
	}

	@Override
	public Unmatched unmatched() {
		return this.messages.unmatched();
	}

	@Override
	public @Nullable Unmatched unmatched(String endpoint) {
		return this.endpoints.unmatched(endpoint);
	}

	@Override
	public @Nullable String codec(String endpoint) {
		return this.endpoints.codec(endpoint);
	}

}
