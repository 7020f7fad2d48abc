package io.wsboot.spring.messaging;

/**
 * Writes objects as payloads of messages. Thread-safe.
 */
public interface PayloadEncoder {

	/**
	 * What kind of message the bytes are for.
	 * @return {@code true} for text, {@code false} for binary; the same value for every
	 * call
	 */
	boolean isText();

	/**
	 * Writes an object.
	 * @param payload the object
	 * @return its bytes, valid UTF-8 when they are text; they belong to the caller
	 * @throws RuntimeException if the object cannot be written
	 */
	byte[] encode(Object payload);

}
