package io.wsboot.transport;

import java.lang.System.Logger.Level;

import io.wsboot.protocol.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The limits that end something when they are reached, each with a stable code and the
 * starter's property that sets it. Whoever uses the transport without the starter finds
 * the same words in {@link TransportOptions} and what it is made of.
 */
public enum Limit {

	/**
	 * Connections of a server.
	 */
	CONNECTIONS("max-connections", "ws.limits.max-connections", "the connection is refused with 503"),

	/**
	 * Connections of a server that come from one address.
	 */
	CONNECTIONS_PER_IP("max-connections-per-ip", "ws.limits.max-connections-per-ip",
			"the connection is refused with 503"),

	/**
	 * Sessions of one user.
	 */
	CONNECTIONS_PER_USER("max-connections-per-user", "ws.limits.max-connections-per-user",
			"the handshake is refused with 429"),

	/**
	 * The first line of a request.
	 */
	REQUEST_LINE("max-request-line", "ws.limits.max-request-line", "the request is refused with 414"),

	/**
	 * A head, in bytes or in fields.
	 */
	HEAD("max-head-size", "ws.limits.max-head-size or ws.limits.max-header-fields", "the request is refused with 431"),

	/**
	 * The time of an opening handshake.
	 */
	HANDSHAKE_TIMEOUT("handshake-timeout", "ws.limits.handshake-timeout", "the connection is closed"),

	/**
	 * The length of a frame.
	 */
	FRAME_SIZE("max-frame-size", "ws.limits.max-frame-size", "the session is closed with 1009"),

	/**
	 * The length of a message.
	 */
	MESSAGE_SIZE("max-message-size", "ws.limits.max-message-size", "the session is closed with 1009"),

	/**
	 * The frames of a message.
	 */
	FRAGMENTS("max-fragments", "ws.limits.max-fragments", "the session is closed with 1008"),

	/**
	 * The time of a message.
	 */
	MESSAGE_TIMEOUT("message-timeout", "ws.limits.message-timeout", "the session is closed with 1008"),

	/**
	 * Messages and control frames in a second.
	 */
	MESSAGE_RATE("messages-per-second", "ws.limits.messages-per-second", "the session is closed with 1008"),

	/**
	 * Payload bytes in a second.
	 */
	BYTE_RATE("bytes-per-second", "ws.limits.bytes-per-second", "the session is closed with 1008"),

	/**
	 * Bytes that wait for a peer.
	 */
	HIGH_WATER_MARK("high-water-mark", "ws.outbound.high-water-mark", "the session is closed with 1013"),

	/**
	 * Bytes that wait for all peers together.
	 */
	MEMORY_BUDGET("memory-budget", "ws.outbound.memory-budget", "the session is closed with 1013"),

	/**
	 * The time in which a peer takes none of the bytes that wait for it.
	 */
	WRITE_TIMEOUT("write-timeout", "ws.limits.write-timeout", "the connection is ended"),

	/**
	 * The time for which the handlers' executor may reject callbacks, which is fixed;
	 * what can be changed is how much the executor takes.
	 */
	EXECUTOR("executor-full", "ws.execution.queue-capacity", "the session is closed with 1013"),

	/**
	 * The time of a closing handshake.
	 */
	CLOSE_TIMEOUT("close-timeout", "ws.limits.close-timeout", "the connection is ended"),

	/**
	 * The age of a session.
	 */
	AGE("max-age", "ws.limits.max-age", "the session is closed with 1001");

	private final String code;

	private final String property;

	private final String outcome;

	Limit(String code, String property, String outcome) {
		this.code = code;
		this.property = property;
		this.outcome = outcome;
	}

	/**
	 * The limit's stable name: what meters say.
	 * @return lower-case words joined by hyphens
	 */
	public String code() {
		return this.code;
	}

	/**
	 * The property of the starter that sets it.
	 * @return its name, or that of the option if there is no property; more than one if
	 * they cannot be told apart
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Whether a session reaches it; otherwise there is none yet.
	 * @return {@code true} for what the listener of a session is told
	 */
	public boolean isOfSession() {
		return switch (this) {
			case CONNECTIONS, CONNECTIONS_PER_IP, CONNECTIONS_PER_USER, REQUEST_LINE, HEAD, HANDSHAKE_TIMEOUT -> false;
			default -> true;
		};
	}

	/**
	 * What happens when it is reached.
	 * @return the end of a sentence
	 */
	String outcome() {
		return this.outcome;
	}

	/**
	 * How loud it is told: aloud when this side has no room for anybody; not at all,
	 * unless asked for, when peers are merely gone or sessions old.
	 * @return the level of its lines in the log
	 */
	Level level() {
		return switch (this) {
			case CONNECTIONS, EXECUTOR -> Level.WARNING;
			case HANDSHAKE_TIMEOUT, CLOSE_TIMEOUT, AGE -> Level.DEBUG;
			default -> Level.INFO;
		};
	}

	/**
	 * The limit that a violation is about.
	 * @param violation what a peer did
	 * @return {@code null} if it broke another rule
	 */
	static @Nullable Limit of(Violation violation) {
		return switch (violation) {
			case FRAME_TOO_BIG -> FRAME_SIZE;
			case MESSAGE_TOO_BIG -> MESSAGE_SIZE;
			case TOO_MANY_FRAGMENTS -> FRAGMENTS;
			case MESSAGE_RATE -> MESSAGE_RATE;
			case BYTE_RATE -> BYTE_RATE;
			default -> null;
		};
	}

}
