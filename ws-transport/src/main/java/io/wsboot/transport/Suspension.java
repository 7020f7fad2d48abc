package io.wsboot.transport;

/**
 * A callback that goes on after it has returned: until the suspension is resumed, no
 * other callback of its session begins. What the peer sends meanwhile waits, and once too
 * much of it does, the session is not read from. Thread-safe.
 *
 * @see WsSession#suspend(Runnable)
 */
public interface Suspension {

	/**
	 * Ends the suspension. Nothing happens if that took too long after the end of the
	 * session, and callbacks went on by themselves.
	 * @param last the rest of the callback: it runs where the callback has run, before
	 * any other; it may suspend again, and what it throws closes the session with 1011
	 * @throws IllegalStateException if the suspension was resumed before
	 */
	void resume(Runnable last);

	/**
	 * Ends the suspension; of the callback nothing is left to do.
	 * @throws IllegalStateException if the suspension was resumed before
	 */
	default void resume() {
		resume(() -> {
		});
	}

}
