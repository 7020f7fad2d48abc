package io.wsboot.spring.annotation;

/**
 * Where the callbacks of an endpoint run. In both cases callbacks of one session never
 * overlap and keep the order of the wire.
 */
public enum Execution {

	/**
	 * On the executor for handlers: a callback may block. On virtual threads when
	 * {@code spring.threads.virtual.enabled} is {@code true}, else on a bounded pool.
	 */
	EXECUTOR,

	/**
	 * On the session's event loop, which serves other sessions, too: the quickest way for
	 * callbacks that only compute. A callback must not block, nor wait for anything.
	 */
	EVENT_LOOP

}
