package io.wsboot.spring.server;

import java.io.Serial;
import java.net.InetSocketAddress;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * The listener accepts connections. Published at each start, before the context's refresh
 * ends.
 */
public final class WsServerStartedEvent extends ApplicationContextEvent {

	@Serial
	private static final long serialVersionUID = 1L;

	private final InetSocketAddress localAddress;

	/**
	 * Says that a listener started.
	 * @param context the context the listener belongs to
	 * @param localAddress the address it listens on
	 */
	public WsServerStartedEvent(ApplicationContext context, InetSocketAddress localAddress) {
		super(context);
		this.localAddress = localAddress;
	}

	/**
	 * The address the listener listens on.
	 * @return the address with its real port
	 */
	public InetSocketAddress localAddress() {
		return this.localAddress;
	}

	/**
	 * The port the listener listens on.
	 * @return the real port, also when any free port was asked for
	 */
	public int port() {
		return this.localAddress.getPort();
	}

}
