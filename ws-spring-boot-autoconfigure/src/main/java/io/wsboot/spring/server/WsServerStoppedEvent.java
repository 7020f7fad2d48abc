package io.wsboot.spring.server;

import java.io.Serial;
import java.net.SocketAddress;

import org.springframework.context.ApplicationContext;

/**
 * The listener has stopped: its port is free, and the last {@code onClose} has run or was
 * given up. Published at each stop.
 */
public final class WsServerStoppedEvent extends WsServerEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Says that a listener stopped.
	 * @param context the context the listener belonged to
	 * @param localAddress the address it listened on
	 */
	public WsServerStoppedEvent(ApplicationContext context, SocketAddress localAddress) {
		super(context, localAddress);
	}

}
