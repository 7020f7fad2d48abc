package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Makes of a payload what a method takes.
 *
 * @param text whether it reads text messages, else binary ones
 * @param form reads the bytes; {@code null} if the method takes text as it is
 */
record PayloadReader(boolean text, @Nullable Form form) {

	static final PayloadReader STRING = new PayloadReader(true, null);

	static final PayloadReader BYTES = new PayloadReader(false, PayloadReader::copy);

	/**
	 * A window of its own, so that the method cannot see what lies around the payload.
	 */
	static final PayloadReader BUFFER = new PayloadReader(false, ByteBuffer::slice);

	static boolean isBinary(Class<?> type) {
		return type == byte[].class || type == ByteBuffer.class;
	}

	static PayloadReader binary(Class<?> type) {
		return (type == byte[].class) ? BYTES : BUFFER;
	}

	static PayloadReader decoded(WsMessageCodec codec, WsMessageCodec.PayloadDecoder decoder) {
		return new PayloadReader(codec.isText(), decoder::decode);
	}

	private static byte[] copy(ByteBuffer lent) {
		byte[] bytes = new byte[lent.remaining()];
		lent.get(lent.position(), bytes);
		return bytes;
	}

	/**
	 * Reads bytes.
	 */
	@FunctionalInterface
	interface Form {

		/**
		 * Makes an object of a payload.
		 * @param lent the bytes between position and limit, borrowed
		 * @return what the method takes
		 */
		Object read(ByteBuffer lent);

	}

}
