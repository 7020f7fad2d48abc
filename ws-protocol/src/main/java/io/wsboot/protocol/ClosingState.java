package io.wsboot.protocol;

/**
 * How far a connection is on its way out (RFC 6455 §7.1).
 */
public enum ClosingState {

	/**
	 * Nobody has begun to close.
	 */
	OPEN,

	/**
	 * The peer ended its stream without a Close; replies to what it said before may still
	 * leave.
	 */
	DRAINING,

	/**
	 * Our Close is out, the peer's is awaited.
	 */
	CLOSE_SENT,

	/**
	 * Both sides have sent a Close; the server ends the stream first.
	 */
	COMPLETE,

	/**
	 * The peer broke a rule, and we ended the connection for it.
	 */
	FAILED,

	/**
	 * The stream is gone.
	 */
	CLOSED;

	/**
	 * Whether data, pings and pongs may still be sent.
	 * @return {@code true} as long as no Close of ours is out and the stream is there
	 */
	public boolean maySend() {
		return this == OPEN || this == DRAINING;
	}

	/**
	 * Whether whatever the peer sends is discarded (§1.4, §7.1.7).
	 * @return {@code true} once the closing handshake is complete, has failed or the
	 * stream is gone
	 */
	boolean discardsInput() {
		return this == COMPLETE || this == FAILED || this == CLOSED;
	}

}
