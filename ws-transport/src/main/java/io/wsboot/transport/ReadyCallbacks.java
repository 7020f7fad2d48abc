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
	 * The session's callbacks.
	 * @return all of them
	 */
	HandlerCalls calls();

}
