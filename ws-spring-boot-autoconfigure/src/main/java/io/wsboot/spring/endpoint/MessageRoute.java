package io.wsboot.spring.endpoint;

import io.wsboot.spring.annotation.Execution;

/**
 * Where the messages of one kind go: straight to a method, or to one that is chosen for
 * each. Thread-safe.
 */
sealed interface MessageRoute permits EndpointMethod, MethodChoice {

	/**
	 * Whether the bytes of a message are wanted; else they have to be made a String.
	 */
	boolean readsBytes();

	/**
	 * Where the messages are taken first: on the event loop if one of the methods runs
	 * there.
	 */
	Execution execution();

}
