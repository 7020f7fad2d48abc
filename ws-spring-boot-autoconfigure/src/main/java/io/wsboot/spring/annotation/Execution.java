package io.wsboot.spring.annotation;

/**
 * Where callbacks run: all of an endpoint, or those of a single method. In any case
 * callbacks of one session never overlap and keep the order of the wire.
 */
public enum Execution {

	/**
	 * On a method: as its {@link WsEndpoint#execution() endpoint} says. On an endpoint:
	 * {@link #EXECUTOR}.
	 */
	DEFAULT,

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
