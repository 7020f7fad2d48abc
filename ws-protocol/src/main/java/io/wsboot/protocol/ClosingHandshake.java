package io.wsboot.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The closing handshake as a table (RFC 6455 §7.1), and the close status that comes of
 * it.
 * <p>
 * Events come one at a time, from whoever holds the outbound half; the state may be read
 * from any thread.
 */
final class ClosingHandshake {

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

	private volatile ClosingState state = ClosingState.OPEN;

	private CloseStatus status = CloseStatus.ABNORMAL;

	/**
	 * The state; readable from any thread.
	 * @return the state
	 */
	ClosingState state() {
		return this.state;
	}

	/**
	 * What the application is told; readable from any thread.
	 * @return the status of the peer's Close or of the violation, whichever took effect,
	 * else {@link CloseStatus#ABNORMAL}
	 */
	CloseStatus status() {
		// the status is written before the state
		return (this.state == ClosingState.OPEN) ? CloseStatus.ABNORMAL : this.status;
	}

	/**
	 * Moves on by an event that has no status of its own.
	 * @param event what happened
	 * @return whether it had an effect
	 */
	boolean on(Event event) {
		return on(event, CloseStatus.ABNORMAL);
	}

	/**
	 * Moves on.
	 * @param event what happened
	 * @param status what the application is to be told if the event completes or fails
	 * the handshake
	 * @return whether it had an effect
	 */
	boolean on(Event event, CloseStatus status) {
		ClosingState next = event.next[this.state.ordinal()];
		if (next == null) {
			return false;
		}
		if (next == ClosingState.COMPLETE || next == ClosingState.FAILED) {
			this.status = status;
		}
		this.state = next;
		return true;
	}

}
