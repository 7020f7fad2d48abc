package io.wsboot.spring.server;

import java.io.IOException;
import java.io.Serial;
import java.net.SocketAddress;

/**
 * The listener could not start: its address cannot be bound, or the operating system
 * refused something else.
 */
public final class WsServerStartException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The address the listener was to listen on. */
	private final SocketAddress address;

	/** What the operating system said. */
	private final IOException reason;

	/**
	 * Says which listener did not start.
	 * @param address the address it was to listen on
	 * @param reason what the operating system said
	 */
	public WsServerStartException(SocketAddress address, IOException reason) {
		super("The WebSocket listener could not start on " + address + ": " + reason.getMessage(), reason);
		this.address = address;
		this.reason = reason;
	}

	/**
	 * The address the listener was to listen on.
	 * @return the address, with port 0 for any free port
	 */
	public SocketAddress address() {
		return this.address;
	}

	/**
	 * What the operating system said.
	 * @return the exception, which is also the cause
	 */
	public IOException reason() {
		return this.reason;
	}

}
