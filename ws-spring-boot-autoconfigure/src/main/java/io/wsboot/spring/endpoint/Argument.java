package io.wsboot.spring.endpoint;

/**
 * Where the value of a parameter comes from when the method is called.
 */
sealed interface Argument {

	/**
	 * The session itself.
	 */
	record Session() implements Argument {

	}

	/**
	 * What the callback is about.
	 */
	record Subject() implements Argument {

	}

	/**
	 * A value of the opening handshake.
	 *
	 * @param slot where it is kept
	 */
	record Value(int slot) implements Argument {

	}

	/**
	 * Something that is found anew for each call.
	 *
	 * @param value finds it
	 */
	record Call(CallValue value) implements Argument {

	}

}
