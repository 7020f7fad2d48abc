package io.wsboot.spring.endpoint;

import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsHandler;
import org.jspecify.annotations.Nullable;

/**
 * Gives each session of an endpoint its handler.
 */
interface SessionHandlers {

	/** Whether the handlers take messages piece by piece. */
	boolean takeChunks();

	/**
	 * The handler of a session that is about to open.
	 * @param endpoint the endpoint
	 * @param subprotocol what the handshake has agreed on
	 * @param values what the methods want of the handshake
	 * @param request the handshake
	 * @param runtime what the session runs with
	 * @return the handler, which may be another session's, too
	 */
	WsHandler handler(EndpointDefinition endpoint, @Nullable String subprotocol, @Nullable Object[] values,
			HandshakeRequest request, EndpointRuntime runtime);

	/** Whether anybody is called when a session opens or ends. */
	boolean hearEnds();

	/** Where the callbacks run. */
	CallbackThreads threads();

}
