package io.wsboot.spring.annotation;

/**
 * What becomes of a message that no method of its endpoint takes, because nobody expects
 * its kind or its type.
 */
public enum Unmatched {

	/**
	 * As {@code ws.messages.unmatched} says; there it means {@link #ERROR}.
	 */
	DEFAULT,

	/**
	 * It is a failure like any other: an {@link OnError @OnError} method for
	 * {@code UnmatchedMessageException} may deal with it, otherwise the session is closed
	 * with 1003.
	 */
	ERROR,

	/**
	 * It is dropped, and the session stays open.
	 */
	IGNORE,

	/**
	 * The session is closed with 1003, whatever {@link OnError @OnError} methods there
	 * are.
	 */
	CLOSE

}
