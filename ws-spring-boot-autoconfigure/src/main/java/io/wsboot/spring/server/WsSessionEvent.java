package io.wsboot.spring.server;

import java.io.Serial;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

/**
 * Something happened to a session of a context's listener. Published only if somebody
 * listens when the listener starts: who begins to listen later hears of nothing before
 * its next start, unless somebody else did. Listeners are called one after the other on a
 * thread of their own, in the order in which things happened. The source is the context;
 * but it is no event of a context, to which parts of Spring itself listen.
 */
public abstract sealed class WsSessionEvent extends ApplicationEvent
		permits WsSessionOpenedEvent, WsSessionClosedEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The session. */
	private final transient WsSession session;

	/** The name of its endpoint. */
	private final @Nullable String endpoint;

	/** The name of its principal. */
	private final @Nullable String user;

	WsSessionEvent(ApplicationContext context, WsSession session, @Nullable String endpoint, @Nullable String user) {
		super(context);
		this.session = session;
		this.endpoint = endpoint;
		this.user = user;
	}

	/**
	 * The session, which may have ended by now.
	 * @return the session
	 */
	public WsSession session() {
		return this.session;
	}

	/**
	 * Which endpoint serves it.
	 * @return the endpoint's name; {@code null} if none of the application's does
	 */
	public @Nullable String endpoint() {
		return this.endpoint;
	}

	/**
	 * Whose session it is.
	 * @return the name of its principal, {@code null} if it has none
	 */
	public @Nullable String user() {
		return this.user;
	}

}
