package io.wsboot.spring.server;

import java.io.Serial;
import java.net.InetSocketAddress;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Something happened to the listener of a context.
 */
public abstract sealed class WsServerEvent extends ApplicationContextEvent
		permits WsServerStartedEvent, WsServerStoppedEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The listener's address, with its real port. */
	private final InetSocketAddress localAddress;

	WsServerEvent(ApplicationContext context, InetSocketAddress localAddress) {
		super(context);
		this.localAddress = localAddress;
	}

	/**
	 * The address of the listener.
	 * @return the address with its real port, also when any free one was asked for
	 */
	public InetSocketAddress localAddress() {
		return this.localAddress;
	}

	/**
	 * The port of the listener.
	 * @return the real port, also when any free one was asked for
	 */
	public int port() {
		return this.localAddress.getPort();
	}

}
