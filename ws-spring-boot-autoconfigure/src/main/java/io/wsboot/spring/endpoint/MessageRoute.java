package io.wsboot.spring.endpoint;

/**
 * Where the messages of one kind go: straight to a method, or to one that is chosen for
 * each. Thread-safe.
 */
sealed interface MessageRoute permits EndpointMethod, MethodChoice {

	/**
	 * Whether the bytes of a message are wanted; else they have to be made a String.
	 */
	boolean readsBytes();

}
