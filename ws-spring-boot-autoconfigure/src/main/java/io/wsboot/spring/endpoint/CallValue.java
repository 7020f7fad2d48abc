package io.wsboot.spring.endpoint;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Something that a method wants anew for each call. Thread-safe.
 */
@FunctionalInterface
interface CallValue {

	/**
	 * Finds the value for one call.
	 * @param session the session
	 * @param subject what the callback is about
	 * @return the value, of the type that the method takes
	 * @throws Exception fails the callback
	 */
	@Nullable Object resolve(WsSession session, @Nullable Object subject) throws Exception;

}
