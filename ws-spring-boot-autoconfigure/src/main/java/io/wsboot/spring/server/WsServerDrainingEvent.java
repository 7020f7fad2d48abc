package io.wsboot.spring.server;

import java.io.Serial;
import java.net.SocketAddress;

import org.springframework.context.ApplicationContext;

/**
 * The listener lets nobody in any more and is about to send its sessions away: because
 * the application stops, or because an operator wants it. Published once for each start
 * of the listener, before the first session is closed.
 */
public final class WsServerDrainingEvent extends WsServerEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Says that a listener drains.
	 * @param context the context the listener belongs to
	 * @param localAddress the address it listens on
	 */
	public WsServerDrainingEvent(ApplicationContext context, SocketAddress localAddress) {
		super(context, localAddress);
	}

}
