package io.wsboot.spring.endpoint;

import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsHandler;
import org.jspecify.annotations.Nullable;

/**
 * A handler that serves all sessions of an endpoint without annotations.
 *
 * @param handler the handler
 * @param threads where its callbacks run
 */
record RegisteredHandler(WsHandler handler, CallbackThreads threads) implements SessionHandlers {

	@Override
	public boolean takeChunks() {
		return this.handler.wantsChunks();
	}

	/** Nobody knows what it does. */
	@Override
	public boolean hearEnds() {
		return true;
	}

	@Override
	public WsHandler handler(EndpointDefinition endpoint, @Nullable String subprotocol, @Nullable Object[] values,
			HandshakeRequest request, EndpointRuntime runtime) {
		return this.handler;
	}

}
