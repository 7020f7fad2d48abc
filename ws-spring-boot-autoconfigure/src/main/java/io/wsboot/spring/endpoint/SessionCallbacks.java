package io.wsboot.spring.endpoint;

import io.wsboot.transport.WsSession;

/**
 * What the values of a session's methods need to know of its callbacks.
 */
interface SessionCallbacks {

	/**
	 * A method has failed after it returned. Called as a callback.
	 * @param failure why
	 * @param method the method
	 * @param session the session
	 */
	void failed(Throwable failure, EndpointMethod method, WsSession session);

	/**
	 * What is published to the peer until the session ends.
	 * @return the streams of this session
	 */
	OpenStreams streams();

}
