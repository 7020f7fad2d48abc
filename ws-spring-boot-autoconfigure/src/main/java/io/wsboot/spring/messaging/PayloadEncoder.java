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
	 * Whether objects of a class can be written; of several encoders the first that can
	 * is taken.
	 * @param type the class of the object
	 * @return {@code true} unless overridden; the same value for every call
	 */
	default boolean canWrite(Class<?> type) {
		return true;
	}

	/**
	 * Writes an object.
	 * @param payload the object
	 * @return its bytes, valid UTF-8 when they are text; they belong to the caller
	 * @throws RuntimeException if the object cannot be written
	 */
	byte[] encode(Object payload);

}
