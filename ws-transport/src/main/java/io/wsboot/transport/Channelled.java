package io.wsboot.transport;

import java.io.IOException;

/**
 * What a selection key belongs to.
 */
interface Channelled {

	/**
	 * The channel is ready.
	 * @param readyOps for what
	 * @throws IOException ends the channel
	 */
	void ready(int readyOps) throws IOException;

	/**
	 * Handling an event has failed.
	 * @param failure an exception of the channel or a fault of ours
	 */
	void failed(Throwable failure);

	/**
	 * The server is about to end: who is no session yet is told, or not waited for.
	 * Called again and again until then.
	 */
	default void serverEnds() {
	}

	/**
	 * Ends the channel. Does nothing if that has happened.
	 */
	void close();

}
