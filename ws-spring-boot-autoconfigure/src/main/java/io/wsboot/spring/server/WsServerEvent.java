package io.wsboot.spring.server;

import java.io.Serial;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Something happened to the listener of a context.
 */
public abstract sealed class WsServerEvent extends ApplicationContextEvent
		permits WsServerStartedEvent, WsServerDrainingEvent, WsServerStoppedEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The listener's address, with its real port if it has one. */
	private final SocketAddress localAddress;

	WsServerEvent(ApplicationContext context, SocketAddress localAddress) {
		super(context);
		this.localAddress = localAddress;
	}

	/**
	 * The address of the listener.
	 * @return an {@link InetSocketAddress} with its real port, also when any free one was
	 * asked for, or a {@link java.net.UnixDomainSocketAddress}; of several the first
	 */
	public SocketAddress localAddress() {
		return this.localAddress;
	}

	/**
	 * The port of the listener.
	 * @return the real port, also when any free one was asked for; -1 for a Unix domain
	 * socket, which has none
	 */
	public int port() {
		return (this.localAddress instanceof InetSocketAddress inet) ? inet.getPort() : -1;
	}

}
