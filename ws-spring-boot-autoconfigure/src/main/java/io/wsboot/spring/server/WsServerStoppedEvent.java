package io.wsboot.spring.server;

import java.io.Serial;
import java.net.InetSocketAddress;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * The listener has stopped: its port is free, and the last {@code onClose} has run or was
 * given up. Published at each stop.
 */
public final class WsServerStoppedEvent extends ApplicationContextEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final InetSocketAddress localAddress;

	/**
	 * Says that a listener stopped.
	 * @param context the context the listener belonged to
	 * @param localAddress the address it listened on
	 */
	public WsServerStoppedEvent(ApplicationContext context, InetSocketAddress localAddress) {
		super(context);
		this.localAddress = localAddress;
	}

	/**
	 * The address the listener listened on.
	 * @return the address with the port it had
	 */
	public InetSocketAddress localAddress() {
		return this.localAddress;
	}

	/**
	 * The port the listener listened on.
	 * @return the real port, also when any free port was asked for
	 */
	public int port() {
		return this.localAddress.getPort();
	}

}
