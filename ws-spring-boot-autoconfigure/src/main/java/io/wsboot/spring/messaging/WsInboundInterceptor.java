package io.wsboot.spring.messaging;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sees each message of a peer before the endpoint does. Beans of this kind are asked in
 * their order, each with what the one before it returned. Thread-safe; called where the
 * callbacks of the endpoint run, so for an endpoint on the event loop it must not block.
 * <p>
 * Messages that are taken piece by piece, as a stream, are not intercepted, and neither
 * are control frames.
 */
@FunctionalInterface
public interface WsInboundInterceptor {

	/**
	 * Lets a message pass, changes it or drops it.
	 * @param session the session
	 * @param message the message, borrowed until the method returns
	 * @return the same message, another one, or {@code null} if the endpoint is not to
	 * see it
	 * @throws RuntimeException is dealt with as if a method of the endpoint had thrown it
	 */
	@Nullable WsMessage received(WsSession session, WsMessage message);

}
