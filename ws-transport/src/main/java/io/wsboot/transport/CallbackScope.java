package io.wsboot.transport;

/**
 * What surrounds the callbacks of a session where they run on threads of an executor: for
 * what belongs to a thread and not to a call, such as a diagnostic context. Not asked on
 * event loops. Thread-safe, quick, and without exceptions; should there be one all the
 * same, it is logged and changes nothing.
 */
@FunctionalInterface
public interface CallbackScope {

	/**
	 * Callbacks of a session are about to run on the current thread, one or several in a
	 * row. They may be nested within others of the same session.
	 * @param session the session
	 * @param more {@code false} if the session merely opens or ends
	 * @return left on the same thread, when the callbacks have returned
	 */
	Entered enter(WsSession session, boolean more);

	/**
	 * What is to be undone.
	 */
	@FunctionalInterface
	interface Entered {

		/**
		 * Nothing is.
		 */
		Entered NOTHING = () -> {
		};

		/**
		 * The callbacks have returned.
		 */
		void leave();

	}

}
