package io.wsboot.transport;

/**
 * What became of a message that was sent without waiting for it: back-pressure without an
 * allocation.
 */
public enum SendResult {

	/**
	 * The operating system has taken every byte.
	 */
	SENT,

	/**
	 * The message waits in the session's outbound queue, or leaves at the end of the
	 * current batch.
	 */
	QUEUED,

	/**
	 * The message was not taken: the session is closing, or its outbound queue is full.
	 * In the second case the session is closed with 1013.
	 */
	REFUSED,

	/**
	 * The message was not taken, because its {@link Delivery} or the session's
	 * {@link SlowConsumer} says so while the peer reads too slowly. The session stays
	 * open. A message that was taken may still be dropped later; then only a future of it
	 * tells ({@link MessageDroppedException}), and the {@link TransportListener}.
	 */
	DROPPED

}
