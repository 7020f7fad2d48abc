package io.wsboot.spring.server;

import java.io.Serial;
import java.net.SocketAddress;

import org.springframework.context.ApplicationContext;

/**
 * The listener accepts connections. Published at each start, before the refresh of the
 * context ends.
 */
public final class WsServerStartedEvent extends WsServerEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Says that a listener started.
	 * @param context the context the listener belongs to
	 * @param localAddress the address it listens on
	 */
	public WsServerStartedEvent(ApplicationContext context, SocketAddress localAddress) {
		super(context, localAddress);
	}

}
