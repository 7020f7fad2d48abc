package io.wsboot.spring.autoconfigure;

import java.io.Serial;
import java.util.List;

/**
 * Properties are set for an endpoint that does not exist.
 */
final class UnknownEndpointException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String name;

	private final transient List<String> known;

	UnknownEndpointException(String name, List<String> known) {
		super("Properties are set for the WebSocket endpoint '" + name + "', which does not exist");
		this.name = name;
		this.known = known;
	}

	String name() {
		return this.name;
	}

	List<String> known() {
		return this.known;
	}

}
