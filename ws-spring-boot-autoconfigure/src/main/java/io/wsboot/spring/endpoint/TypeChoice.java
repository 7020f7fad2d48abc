package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.Map;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by the type that a message names in one of its fields.
 *
 * @param finder finds the type, without reading all of the message
 * @param methods by type
 * @param otherwise for messages of other types, and of none; {@code null} if nothing
 * takes them
 * @param execution where the choice is made
 */
record TypeChoice(WsMessageCodec.TypeFinder finder, Map<String, EndpointMethod> methods,
		@Nullable MessageRoute otherwise, Execution execution) implements MethodChoice {

	@Override
	public void take(EndpointHandler calls, WsSession session, ByteBuffer lent) {
		String type = this.finder.find(lent);
		EndpointMethod method = (type != null) ? this.methods.get(type) : null;
		MessageRoute route = (method != null) ? method : this.otherwise;
		if (route == null) {
			throw UnmatchedMessageException.ofType(type);
		}
		calls.receive(route, session, lent);
	}

	@Override
	public String toString() {
		return "the choice by type";
	}

}
