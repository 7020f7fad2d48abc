package io.wsboot.spring.messaging;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sees each message before it leaves. Beans of this kind are asked in their order, each
 * with what the one before it returned. Thread-safe; called by whoever sends, so it must
 * not block where that is an event loop.
 * <p>
 * {@link #sending} is asked for what methods return and for what is sent to a session
 * that a callback was given, or that {@link WsMessaging#toSession} addresses.
 * {@link #publishing} is asked once for each message to a topic, a user or an endpoint,
 * however many sessions it goes to, so that the message is still encoded only once. Not
 * asked are they for messages that are sent while they are being written
 * ({@link WsSession#openBinary()}), for prepared ones ({@link WsSession#offer}), and for
 * sessions that came from elsewhere, for example from {@link WsTopics#members}.
 */
@FunctionalInterface
public interface WsOutboundInterceptor {

	/**
	 * Lets a message to one session pass, changes it or drops it.
	 * @param session the session
	 * @param message the message
	 * @return the same message, another one, or {@code null} if it is not to leave; for
	 * the sender it then counts as sent
	 * @throws RuntimeException fails the call that sends
	 */
	@Nullable WsMessage sending(WsSession session, WsMessage message);

	/**
	 * Lets a message to several sessions pass, changes it or drops it.
	 * @param destination which sessions
	 * @param message the message; where they have agreed on different codecs, the method
	 * is called for each form
	 * @return unless overridden the same message; another one, or {@code null} if nobody
	 * is to get it
	 * @throws RuntimeException fails the call that sends
	 */
	default @Nullable WsMessage publishing(WsDestination destination, WsMessage message) {
		return message;
	}

}
