package io.wsboot.spring.endpoint;

/**
 * What becomes of a session when a failure is taken by no
 * {@link io.wsboot.spring.annotation.OnError @OnError} method.
 */
public enum UnhandledFailure {

	/**
	 * The failure is logged and the session closed: with 1007 for a payload that cannot
	 * be read, with 1008 for one that is not valid, with 1011 for anything else.
	 */
	CLOSE,

	/** The failure is logged and the session stays open. */
	LOG

}
