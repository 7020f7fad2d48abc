package io.wsboot.transport;

import java.time.Duration;

/**
 * What one session may do in its time. Immutable.
 *
 * @param messagesPerSecond messages, pings and pongs that a peer may send in a second,
 * all of them at once if it was silent before; 0 for no limit. Pongs that answer the
 * heartbeat do not count
 * @param bytesPerSecond their payload, as it is without compression, all of a second's at
 * once if the peer was silent before, and never less than one message of the largest
 * size, or one read of a message that is taken in chunks; 0 for no limit
 * @param maxAge how old a session may become, whatever it does; each is closed when it is
 * between 90 % and all of that, so that those that were opened together do not come back
 * together; zero for no limit
 * @param messageTimeout from the first to the last byte of a message; zero for that of
 * {@link TransportOptions#timeouts()}
 */
public record SessionLimits(long messagesPerSecond, long bytesPerSecond, Duration maxAge, Duration messageTimeout) {

	/**
	 * No limits.
	 */
	public static final SessionLimits NONE = new SessionLimits(0, 0, Duration.ZERO);

	/**
	 * Checks the ranges.
	 * @param messagesPerSecond 0 (no limit) or more
	 * @param bytesPerSecond 0 (no limit) or more
	 * @param maxAge zero (no limit) or longer, at most 3650 days
	 * @param messageTimeout zero (as for all sessions) or longer, at most 3650 days
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public SessionLimits {
		requireNotNegative(messagesPerSecond, "messagesPerSecond");
		requireNotNegative(bytesPerSecond, "bytesPerSecond");
		Durations.requireNotNegative(maxAge, "maxAge");
		Durations.requireNotNegative(messageTimeout, "messageTimeout");
	}

	/**
	 * Limits whose messages have as much time as those of all sessions.
	 * @param messagesPerSecond 0 (no limit) or more
	 * @param bytesPerSecond 0 (no limit) or more
	 * @param maxAge zero (no limit) or longer, at most 3650 days
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public SessionLimits(long messagesPerSecond, long bytesPerSecond, Duration maxAge) {
		this(messagesPerSecond, bytesPerSecond, maxAge, Duration.ZERO);
	}

	private static void requireNotNegative(long value, String name) {
		if (value < 0) {
			throw new IllegalArgumentException(name + " must be 0 (no limit) or more, not " + value);
		}
	}

	/**
	 * The same limits with another rate of messages.
	 * @param messagesPerSecond in a second; 0 for no limit
	 * @return new limits
	 */
	public SessionLimits withMessagesPerSecond(long messagesPerSecond) {
		return new SessionLimits(messagesPerSecond, this.bytesPerSecond, this.maxAge, this.messageTimeout);
	}

	/**
	 * The same limits with another rate of bytes.
	 * @param bytesPerSecond in a second; 0 for no limit
	 * @return new limits
	 */
	public SessionLimits withBytesPerSecond(long bytesPerSecond) {
		return new SessionLimits(this.messagesPerSecond, bytesPerSecond, this.maxAge, this.messageTimeout);
	}

	/**
	 * The same limits with another age.
	 * @param maxAge the most; zero for no limit
	 * @return new limits
	 */
	public SessionLimits withMaxAge(Duration maxAge) {
		return new SessionLimits(this.messagesPerSecond, this.bytesPerSecond, maxAge, this.messageTimeout);
	}

	/**
	 * The same limits with another time for a message.
	 * @param messageTimeout from its first to its last byte; zero for that of all
	 * sessions
	 * @return new limits
	 */
	public SessionLimits withMessageTimeout(Duration messageTimeout) {
		return new SessionLimits(this.messagesPerSecond, this.bytesPerSecond, this.maxAge, messageTimeout);
	}

}
