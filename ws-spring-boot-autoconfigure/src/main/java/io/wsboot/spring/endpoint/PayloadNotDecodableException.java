package io.wsboot.spring.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * A message whose payload the codec cannot read as what the method takes. It is the
 * peer's fault: unless an {@link io.wsboot.spring.annotation.OnError @OnError} method
 * takes it, the session is closed with 1007 and the reason {@code payload-undecodable}.
 */
public final class PayloadNotDecodableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Describes a payload.
	 * @param message what is wrong with it
	 * @param cause what the codec found; {@code null} if the message says it all
	 */
	public PayloadNotDecodableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
