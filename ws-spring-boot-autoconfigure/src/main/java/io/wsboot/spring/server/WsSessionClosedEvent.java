package io.wsboot.spring.server;

import java.io.Serial;

import io.wsboot.transport.SessionEnd;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * A session has ended. Its endpoint may have been told before or is told later.
 */
public final class WsSessionClosedEvent extends WsSessionEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/** How and why. */
	private final transient SessionEnd end;

	/**
	 * Says that a session ended.
	 * @param context the context the listener belongs to
	 * @param session the session
	 * @param endpoint the name of its endpoint; {@code null} if nobody knows it
	 * @param user the name of its principal; {@code null} for none
	 * @param end how and why
	 */
	public WsSessionClosedEvent(ApplicationContext context, WsSession session, @Nullable String endpoint,
			@Nullable String user, SessionEnd end) {
		super(context, session, endpoint, user);
		this.end = end;
	}

	/**
	 * How and why it ended.
	 * @return close code, reason, who began, and how long it was open
	 */
	public SessionEnd end() {
		return this.end;
	}

}
