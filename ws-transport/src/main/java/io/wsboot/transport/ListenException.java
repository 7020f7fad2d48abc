package io.wsboot.transport;

import java.io.Serial;
import java.net.BindException;
import java.net.SocketAddress;

/**
 * A server cannot listen at an address: it is taken, is not this machine's, or may not be
 * used by this process. The message names the address, what the operating system says,
 * and what to do about it.
 */
public final class ListenException extends BindException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** Where the server was to listen. */
	private final SocketAddress address;

	ListenException(SocketAddress address, String reason, String remedy, Throwable cause) {
		super("Cannot listen on " + address + ": " + reason + ". " + remedy);
		this.address = address;
		initCause(cause);
	}

	/**
	 * Where the server was to listen.
	 * @return the address, as it was asked for
	 */
	public SocketAddress address() {
		return this.address;
	}

}
