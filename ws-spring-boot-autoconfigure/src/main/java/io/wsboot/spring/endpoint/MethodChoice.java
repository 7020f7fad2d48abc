package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;

import io.wsboot.transport.WsSession;

/**
 * Chooses the method for each message by what is in it. Thread-safe.
 */
sealed interface MethodChoice extends MessageRoute permits TypeChoice, SubtypeChoice {

	/**
	 * Finds the method for a message and has it called.
	 * @param calls calls methods and deals with their failures
	 * @param session the session
	 * @param lent the payload, borrowed
	 * @throws PayloadNotDecodableException if the message cannot be read
	 * @throws UnmatchedMessageException if there is no method for it
	 */
	void take(EndpointHandler calls, WsSession session, ByteBuffer lent);

	@Override
	default boolean readsBytes() {
		return true;
	}

}
