package io.wsboot.transport;

import java.nio.ByteBuffer;

/**
 * The one buffer that a loop reads into. Handlers see what was received through a
 * read-only view of it: what they send on unchanged needs no copy then, because it stays
 * as it is until the next read. Confined to the loop.
 */
final class ReceiveBuffer {

	private final ByteBuffer buffer;

	private final ByteBuffer view;

	ReceiveBuffer(int size) {
		this.buffer = ByteBuffer.allocateDirect(size);
		this.view = this.buffer.asReadOnlyBuffer();
	}

	/**
	 * The buffer for a read; what is in it is lost.
	 * @return the buffer, cleared
	 */
	ByteBuffer clear() {
		return this.buffer.clear();
	}

	/**
	 * What a handler is given.
	 * @param payload what was received; its position and limit stay as they are
	 * @return the view, if that is in this buffer; otherwise the payload itself
	 */
	ByteBuffer lend(ByteBuffer payload) {
		return (payload == this.buffer) ? this.view.limit(payload.limit()).position(payload.position()) : payload;
	}

	/**
	 * Whether a buffer is the view that handlers are given, so that nobody can change its
	 * bytes until the next read.
	 * @param payload any buffer
	 * @return {@code false} for what others have made of the view, too
	 */
	boolean isLent(ByteBuffer payload) {
		return payload == this.view;
	}

}
