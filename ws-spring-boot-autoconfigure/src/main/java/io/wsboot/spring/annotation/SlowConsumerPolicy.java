package io.wsboot.spring.annotation;

import io.wsboot.transport.SlowConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint does about peers that read too slowly. {@link SlowConsumer} says more
 * about each.
 */
public enum SlowConsumerPolicy {

	/**
	 * As {@code ws.outbound.slow-consumer} says.
	 */
	DEFAULT(null),

	/**
	 * The session is closed with 1013.
	 */
	CLOSE(SlowConsumer.CLOSE),

	/**
	 * The messages that have waited longest make room for the new one.
	 */
	DROP_OLDEST(SlowConsumer.DROP_OLDEST),

	/**
	 * The new message is not taken.
	 */
	DROP_NEWEST(SlowConsumer.DROP_NEWEST),

	/**
	 * Of what is published to a topic only the newest message waits.
	 */
	CONFLATE(SlowConsumer.CONFLATE);

	private final @Nullable SlowConsumer policy;

	SlowConsumerPolicy(@Nullable SlowConsumer policy) {
		this.policy = policy;
	}

	/**
	 * The policy as sessions know it.
	 * @return {@code null} for {@link #DEFAULT}
	 */
	public @Nullable SlowConsumer policy() {
		return this.policy;
	}

}
