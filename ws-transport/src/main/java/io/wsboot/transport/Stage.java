package io.wsboot.transport;

import java.nio.ByteBuffer;

/**
 * What the bytes of a connection mean at the moment. All methods are called on the loop.
 */
sealed interface Stage
		permits PreambleStage, TlsHandshakeStage, HttpStage, ClientHandshakeStage, WebSocketStage, LingeringClose {

	/**
	 * Takes what was read. It uses everything up, unless it pauses the connection or puts
	 * another stage in its place; what is left then waits, or goes to that stage.
	 * @param in the bytes, borrowed
	 */
	void receive(ByteBuffer in);

	/**
	 * The peer's stream has ended.
	 */
	void streamEnded();

	/**
	 * A deadline may have passed.
	 * @param now the time
	 * @return the next deadline, {@link Deadlines#NEVER} for none
	 */
	long deadline(long now);

	/**
	 * Everything is written, and nothing follows.
	 */
	void outputEnded();

	/**
	 * The connection is broken, and about to be closed.
	 * @param cause how
	 */
	default void failed(Throwable cause) {
		// that it is gone is all that counts
	}

	/**
	 * The connection is gone.
	 */
	void closed();

}
