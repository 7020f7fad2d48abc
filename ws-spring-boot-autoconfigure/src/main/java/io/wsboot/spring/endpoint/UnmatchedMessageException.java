package io.wsboot.spring.endpoint;

import java.io.Serial;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A message that no method of the endpoint takes: it is of a kind or of a type that
 * nobody expects. With the policy {@code ERROR} an {@code @OnError} method is given it;
 * otherwise the session is closed with 1003, "a type of data it cannot accept" (RFC 6455
 * §7.4.1).
 * <p>
 * It has no stack trace: peers cause it, as often as they like.
 */
public final class UnmatchedMessageException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** As much of a peer's words as a log should hold. */
	private static final int SHOWN = 64;

	/** The type that the message names. */
	private final @Nullable String type;

	/** For the Close. */
	private final CloseReason reason;

	private UnmatchedMessageException(String message, @Nullable String type, CloseReason reason) {
		super(message, null, false, false);
		this.type = type;
		this.reason = reason;
	}

	/**
	 * A message whose type nobody expects.
	 * @param type the type that it names, {@code null} if it names none
	 * @return the exception
	 */
	public static UnmatchedMessageException ofType(@Nullable String type) {
		return new UnmatchedMessageException((type != null) ? "No method takes messages of type '" + shown(type) + "'"
				: "The message does not say of which type it is", type, CloseReason.UNEXPECTED_TYPE);
	}

	/** A message of a kind that nobody takes. */
	static UnmatchedMessageException ofKind(boolean text) {
		String kind = text ? "text" : "binary";
		return new UnmatchedMessageException("No method takes " + kind + " messages", null,
				text ? CloseReason.UNEXPECTED_TEXT : CloseReason.UNEXPECTED_BINARY);
	}

	private static String shown(String type) {
		return (type.length() > SHOWN) ? type.substring(0, SHOWN) + "…" : type;
	}

	/**
	 * The type that the message names.
	 * @return what the peer sent, in full, or the class it turned out to be; {@code null}
	 * if it named none, or if the kind of the message is what nobody takes
	 */
	public @Nullable String type() {
		return this.type;
	}

	/** With what the session is closed unless somebody deals with the message. */
	CloseStatus status() {
		return this.reason.status();
	}

}
