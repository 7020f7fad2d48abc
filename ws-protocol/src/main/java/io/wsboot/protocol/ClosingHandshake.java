package io.wsboot.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The closing handshake as a table (RFC 6455 §7.1), and the close status that comes of
 * it.
 * <p>
 * It is a value, which any thread may read; open connections share one. An event leads to
 * another value.
 *
 * @param state how far it is
 * @param status what the application is told: the status of the peer's Close or of the
 * violation, whichever took effect, else {@link CloseStatus#ABNORMAL}
 */
record ClosingHandshake(ClosingState state, CloseStatus status) {

	/**
	 * Where every connection begins.
	 */
	static final ClosingHandshake OPEN = new ClosingHandshake(ClosingState.OPEN, CloseStatus.ABNORMAL);

	/**
	 * What moves the state.
	 */
	enum Event {

		/**
		 * We send a Close.
		 */
		WE_CLOSE(ClosingState.CLOSE_SENT, null, null, null, null, null),

		/**
		 * The peer's Close arrives.
		 */
		CLOSE_ARRIVES(ClosingState.COMPLETE, null, ClosingState.COMPLETE, null, null, null),

		/**
		 * We fail the connection.
		 */
		WE_FAIL(ClosingState.FAILED, ClosingState.CLOSED, ClosingState.FAILED, null, null, null),

		/**
		 * The peer's stream ends.
		 */
		STREAM_ENDS(ClosingState.DRAINING, null, ClosingState.CLOSED, ClosingState.CLOSED, ClosingState.CLOSED, null),

		/**
		 * The replies to what came before the end of the stream are out.
		 */
		DRAINED(null, ClosingState.CLOSED, null, null, null, null),

		/**
		 * The connection is lost: a reset, a write error, a deadline.
		 */
		ABORTED(ClosingState.CLOSED, ClosingState.CLOSED, ClosingState.CLOSED, ClosingState.CLOSED, ClosingState.CLOSED,
				null);

		private final @Nullable ClosingState[] next;

		/**
		 * A column of the table, one cell for each state in the order of
		 * {@link ClosingState}; {@code null} changes nothing.
		 */
		Event(@Nullable ClosingState... next) {
			this.next = next;
		}

	}

	/**
	 * What follows.
	 * @param event what happened
	 * @param status what the application is to be told if the event completes or fails
	 * the handshake
	 * @return the handshake behind the event, or {@code null} if the event has no effect
	 */
	@Nullable ClosingHandshake on(Event event, CloseStatus status) {
		ClosingState next = event.next[this.state.ordinal()];
		if (next == null) {
			return null;
		}
		boolean tells = next == ClosingState.COMPLETE || next == ClosingState.FAILED;
		return new ClosingHandshake(next, tells ? status : this.status);
	}

}
