package io.wsboot.protocol;

/**
 * Which side of the connection this is, and what each side must mask (RFC 6455 §5.1).
 */
public enum Role {

	/**
	 * The side that opened the connection; it masks every frame.
	 */
	CLIENT,

	/**
	 * The side that accepted the connection; it masks no frame.
	 */
	SERVER;

	/**
	 * The other side's role.
	 * @return client for the server, server for the client
	 */
	Role peer() {
		return (this == CLIENT) ? SERVER : CLIENT;
	}

	/**
	 * Whether this side masks the frames it sends.
	 * @return {@code true} for the client
	 */
	public boolean masks() {
		return this == CLIENT;
	}

	/**
	 * Whether this side requires the frames it receives to be masked.
	 * @return {@code true} for the server
	 */
	public boolean expectsMask() {
		return this == SERVER;
	}

}
