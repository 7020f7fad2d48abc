package io.wsboot.spring.server;

import java.io.Serial;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * A session has opened. Its endpoint may have been told before or is told later.
 */
public final class WsSessionOpenedEvent extends WsSessionEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Says that a session opened.
	 * @param context the context the listener belongs to
	 * @param session the session
	 * @param endpoint the name of its endpoint; {@code null} if nobody knows it
	 * @param user the name of its principal; {@code null} for none
	 */
	public WsSessionOpenedEvent(ApplicationContext context, WsSession session, @Nullable String endpoint,
			@Nullable String user) {
		super(context, session, endpoint, user);
	}

}
