package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import io.wsboot.spring.messaging.PayloadEncoder;

/**
 * Reads objects from the payloads of messages, and writes them. Thread-safe.
 */
public interface WsMessageCodec extends PayloadEncoder {

	/**
	 * Prepares to read a type; called when the application starts, once for each method
	 * that takes an object.
	 * @param type the type, with its type arguments
	 * @return reads payloads of the messages that {@link #isText()} tells
	 * @throws IllegalArgumentException if the type can never be read; the message says
	 * why
	 */
	PayloadDecoder decoder(Type type);

	/**
	 * Reads one type. Thread-safe.
	 */
	@FunctionalInterface
	interface PayloadDecoder {

		/**
		 * Reads an object.
		 * @param payload the bytes between position and limit, valid UTF-8 when they are
		 * text; borrowed until the method returns
		 * @return the object
		 * @throws PayloadNotDecodableException if the bytes are not what they should be
		 */
		Object decode(ByteBuffer payload);

	}

}
