package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message as a sealed type, and chooses by which of its subtypes it turned out to
 * be.
 *
 * @param reader reads the sealed type
 * @param known the method for each class that may turn out, as far as they can be listed
 * @param methods all of them, for subclasses of what is {@code non-sealed}
 * @param execution where the choice is made
 */
record SubtypeChoice(PayloadReader.Form reader, Map<Class<?>, EndpointMethod> known, List<EndpointMethod> methods,
		Execution execution) implements MethodChoice {

	@Override
	public void take(EndpointHandler calls, WsSession session, ByteBuffer lent) {
		Object payload = this.reader.read(lent);
		EndpointMethod method = this.known.get(payload.getClass());
		if (method == null) {
			method = nearest(payload);
		}
		if (method == null) {
			throw UnmatchedMessageException.ofType(payload.getClass().getSimpleName());
		}
		calls.call(method, session, payload);
	}

	private @Nullable EndpointMethod nearest(Object payload) {
		EndpointMethod nearest = null;
		for (EndpointMethod method : this.methods) {
			boolean nearer = nearest == null || nearest.subject().isAssignableFrom(method.subject());
			if (nearer && method.subject().isInstance(payload)) {
				nearest = method;
			}
		}
		return nearest;
	}

	@Override
	public String toString() {
		return "the choice by subtype";
	}

}
