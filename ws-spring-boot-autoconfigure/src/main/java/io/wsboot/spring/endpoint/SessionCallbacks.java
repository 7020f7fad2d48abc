package io.wsboot.spring.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

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
	 * Has a callback go on when what it waits for is there.
	 * @param session the session
	 * @param stage what it waits for
	 * @param rest the rest of the callback
	 */
	<T> void await(WsSession session, CompletionStage<T> stage,
			BiConsumer<? super @Nullable T, ? super @Nullable Throwable> rest);

	/**
	 * What is published to the peer until the session ends.
	 * @return the streams of this session
	 */
	OpenStreams streams();

}
