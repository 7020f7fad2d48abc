package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.endpoint.CallbackMethods.Callback;

/**
 * On which threads the callbacks of an endpoint run.
 */
enum CallbackThreads {

	/** All on the executor. */
	EXECUTOR,

	/** All on the session's event loop. */
	LOOP,

	/** On the event loop, and those that may block on the executor. */
	BOTH;

	static CallbackThreads of(Execution execution) {
		return (execution == Execution.EVENT_LOOP) ? LOOP : EXECUTOR;
	}

	/**
	 * Where methods run that say it each for itself.
	 * @param endpoint where they would run if there were none
	 * @param callbacks the methods of the endpoint
	 */
	static CallbackThreads of(Execution endpoint, List<Callback> callbacks) {
		boolean executor = callbacks.stream().anyMatch((callback) -> callback.execution() == Execution.EXECUTOR);
		boolean loop = callbacks.stream().anyMatch((callback) -> callback.execution() == Execution.EVENT_LOOP);
		if (executor && loop) {
			return BOTH;
		}
		return (executor || loop) ? of(loop ? Execution.EVENT_LOOP : Execution.EXECUTOR) : of(endpoint);
	}

}
