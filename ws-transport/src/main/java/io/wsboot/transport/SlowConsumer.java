package io.wsboot.transport;

/**
 * What happens when so much waits for a peer that reads too slowly that the high-water
 * mark of its session is reached. {@link Delivery} says more for a single message.
 * <p>
 * Whatever the policy, a message that must be kept and cannot be closes the session with
 * 1013, and so does a peer that takes no byte for the write timeout. Pings, pongs, Close
 * and messages that are sent piece by piece are never dropped.
 */
public enum SlowConsumer {

	/**
	 * The session is closed with 1013 and the reason {@code slow-consumer}. Messages that
	 * are {@link Delivery#droppable()} make room first.
	 */
	CLOSE,

	/**
	 * The messages that have waited longest make room.
	 */
	DROP_OLDEST,

	/**
	 * The new message is not taken.
	 */
	DROP_NEWEST,

	/**
	 * Of what is published to a topic only the newest message waits, as if the topic's
	 * name were its key. A message without a key for which there is no room closes the
	 * session.
	 */
	CONFLATE

}
