package io.wsboot.transport;

import java.io.IOException;

/**
 * A proxy that does not open the way to a server, or does not speak its protocol. The
 * message says what is wrong and what to do; it repeats nothing of what the proxy sent
 * but numbers, and no credentials.
 */
public final class ProxyException extends IOException {

	private static final long serialVersionUID = 1L;

	/** The answer, 0 for none. */
	private final int code;

	/** Whether the credentials are at fault. */
	private final boolean credentialsRefused;

	ProxyException(String message, int code, boolean credentialsRefused) {
		super(message);
		this.code = code;
		this.credentialsRefused = credentialsRefused;
	}

	/**
	 * A proxy that does not speak its protocol.
	 * @param message what is wrong
	 */
	ProxyException(String message) {
		this(message, 0, false);
	}

	/**
	 * What the proxy answered.
	 * @return the status of an HTTP proxy (300 to 599), the reply code of a SOCKS proxy
	 * (1 to 255, RFC 1928 §6), or 0 if it gave no such answer
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Whether the proxy wants credentials, or others than it was given: to try again
	 * without a change is in vain.
	 * @return {@code true} for 407 of HTTP, and for what RFC 1928 §3 and RFC 1929 §2 have
	 * in its place
	 */
	public boolean isCredentialsRefused() {
		return this.credentialsRefused;
	}

}
