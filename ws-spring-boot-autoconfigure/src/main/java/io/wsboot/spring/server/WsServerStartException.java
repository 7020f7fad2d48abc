package io.wsboot.spring.server;

import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;

/**
 * The listener could not start: its address cannot be bound, or the operating system
 * refused something else.
 */
public final class WsServerStartException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final InetSocketAddress address;

	/**
	 * Says which listener did not start.
	 * @param address the address it was to listen on
	 * @param cause what the operating system said
	 */
	public WsServerStartException(InetSocketAddress address, IOException cause) {
		super("The WebSocket listener could not start on " + address + ": " + cause.getMessage(), cause);
		this.address = address;
	}

	/**
	 * The address the listener was to listen on.
	 * @return the address, with port 0 for any free port
	 */
	public InetSocketAddress address() {
		return this.address;
	}

}
