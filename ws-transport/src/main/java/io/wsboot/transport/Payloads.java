package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Between payload bytes and the types an application likes.
 */
final class Payloads {

	private Payloads() {
	}

	/**
	 * Makes a String of valid UTF-8 without moving the buffer's position.
	 * @param utf8 the bytes between position and limit
	 * @param ascii whether all are below 0x80, which spares the decoder
	 * @return the text
	 */
	static String string(ByteBuffer utf8, boolean ascii) {
		byte[] bytes;
		int offset = 0;
		int length = utf8.remaining();
		if (utf8.hasArray()) {
			bytes = utf8.array();
			offset = utf8.arrayOffset() + utf8.position();
		}
		else {
			bytes = EventLoop.scratch(length);
			utf8.get(utf8.position(), bytes, 0, length);
		}
		return new String(bytes, offset, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
	}

	/**
	 * Encodes text.
	 * @param text the text; a surrogate without its pair becomes {@code ?}
	 * @return its UTF-8 bytes in a buffer of their own
	 */
	static ByteBuffer utf8(CharSequence text) {
		return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Copies the bytes between position and limit without moving either.
	 * @param buffer the bytes
	 * @return a buffer of their own, on the heap
	 */
	static ByteBuffer copy(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(buffer.position(), bytes);
		return ByteBuffer.wrap(bytes);
	}

}
