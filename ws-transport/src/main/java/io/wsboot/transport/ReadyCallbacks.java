package io.wsboot.transport;

/**
 * Callbacks of one session that need a thread, and wait for one in a {@link RunQueue}.
 */
interface ReadyCallbacks {

	/**
	 * Runs them. Called by the thread that took them out of the queue.
	 */
	void takeTurn();

	/**
	 * Whether they have waited for a thread for long. Called while they are in the queue.
	 * @param time since then or longer
	 * @return {@code false} if they came later
	 */
	boolean isWaitingSince(long time);

	/**
	 * Ends a session whose executor is of no use. Called by who took them out of the
	 * queue.
	 */
	void giveUp();

	/**
	 * Whether the session's executor is not waited for any more.
	 * @return {@code true} after {@link #giveUp()}
	 */
	boolean isGivenUp();

}
