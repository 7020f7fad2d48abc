package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Makes of a payload what a method takes.
 *
 * @param text whether it reads text messages, else binary ones
 * @param form reads the bytes; {@code null} if the method takes text as it is
 * @param codec the codec that takes part; {@code null} if the payload is taken as it is
 */
record PayloadReader(boolean text, @Nullable Form form, @Nullable WsMessageCodec codec) {

	/** There is no payload, or the method does not ask for it. */
	static final PayloadReader NOTHING = new PayloadReader(false, null, null);

	static final PayloadReader STRING = new PayloadReader(true, null, null);

	/** Reads the same as {@link #STRING}, where only the bytes are at hand. */
	static final Form UTF8 = (lent) -> StandardCharsets.UTF_8.decode(lent.duplicate()).toString();

	static final PayloadReader BYTES = new PayloadReader(false, PayloadReader::copy, null);

	/**
	 * A window of its own, so that the method cannot see what lies around the payload.
	 */
	static final PayloadReader BUFFER = new PayloadReader(false, ByteBuffer::slice, null);

	static final PayloadReader STREAM = new PayloadReader(false, StreamForm.BYTES, null);

	static final PayloadReader CHARACTERS = new PayloadReader(true, StreamForm.CHARACTERS, null);

	static boolean isBinary(Class<?> type) {
		return type == byte[].class || type == ByteBuffer.class;
	}

	static PayloadReader binary(Class<?> type) {
		return (type == byte[].class) ? BYTES : BUFFER;
	}

	static PayloadReader decoded(WsMessageCodec codec, WsMessageCodec.PayloadDecoder decoder) {
		return new PayloadReader(codec.isText(), decoder::decode, codec);
	}

	/** Whether no codec takes part. */
	boolean isAsItIs() {
		return this.codec == null;
	}

	/** The bytes between position and limit, of which the buffer keeps its own. */
	static byte[] copy(ByteBuffer lent) {
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
