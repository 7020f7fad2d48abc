package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Payload that cannot be handed on where it lies, because it is cut or deflated: what has
 * come of a message, in a borrowed buffer that grows by doubling (RFC 6455 §10.4), and of
 * a control frame, which may come within a message (§5.4).
 */
final class GatheredPayload {

	private static final int LEAST_CAPACITY = 1024;

	private final BufferSource buffers;

	private @Nullable ByteBuffer message;

	private @Nullable ByteBuffer control;

	GatheredPayload(BufferSource buffers) {
		this.buffers = buffers;
	}

	/**
	 * How much there is of a message.
	 * @return in bytes, 0 between messages
	 */
	int length() {
		return (this.message != null) ? this.message.position() : 0;
	}

	/**
	 * Adds a copy of a chunk to the message.
	 * @param chunk the chunk
	 * @param most how long the message can become, this chunk included
	 */
	void add(ByteBuffer chunk, long most) {
		ByteBuffer buffer = this.message;
		if (buffer == null || buffer.remaining() < chunk.remaining()) {
			buffer = grow(buffer, chunk.remaining(), most);
		}
		buffer.put(chunk);
	}

	/**
	 * Adds what a chunk inflates to.
	 * @param stream inflates
	 * @param chunk the chunk
	 * @param limit how long the message may become
	 * @return the buffer; what there is lies before its position
	 * @throws ProtocolException if the chunk is not DEFLATE, or the message is too long
	 */
	ByteBuffer inflate(MessageInflater stream, ByteBuffer chunk, long limit) throws ProtocolException {
		int expected = chunk.remaining();
		ByteBuffer buffer = this.message;
		stream.feed(chunk);
		do {
			if (buffer == null || !buffer.hasRemaining()) {
				// one byte more than allowed, to see when there is more
				buffer = grow(buffer, expected, limit + 1);
			}
			stream.inflate(buffer);
			if (buffer.position() > limit) {
				throw new ProtocolException(Violation.MESSAGE_TOO_BIG);
			}
		}
		while (!buffer.hasRemaining());
		return buffer;
	}

	/**
	 * Gets room for what there is to add and as much again, but not for more than the
	 * message can still become.
	 */
	private ByteBuffer grow(@Nullable ByteBuffer old, int more, long most) {
		long needed = (long) length() + more;
		ByteBuffer larger = this.buffers.acquire((int) Math.max(LEAST_CAPACITY, Math.min(2 * needed, most)));
		if (old != null) {
			larger.put(old.flip());
		}
		this.message = larger;
		release(old);
		return larger;
	}

	/**
	 * Detaches the message's buffer.
	 * @return the message between position and limit, to be given to {@link #release}, or
	 * {@code null} if there is none
	 */
	@Nullable ByteBuffer take() {
		ByteBuffer buffer = this.message;
		this.message = null;
		return (buffer != null) ? buffer.flip() : null;
	}

	/**
	 * Gives a buffer back.
	 * @param buffer what {@link #take} returned
	 */
	void release(@Nullable ByteBuffer buffer) {
		if (buffer != null) {
			this.buffers.release(buffer);
		}
	}

	/**
	 * Adds a copy of a chunk to the control frame's payload.
	 * @param chunk the chunk
	 * @param missing how much is to come behind it
	 * @return the whole payload once nothing is missing, else {@code null}
	 */
	@Nullable ByteBuffer addControl(ByteBuffer chunk, int missing) {
		ByteBuffer payload = this.control;
		if (payload == null) {
			payload = ByteBuffer.allocate(chunk.remaining() + missing);
		}
		payload.put(chunk);
		this.control = (missing > 0) ? payload : null;
		return (missing > 0) ? null : payload.flip();
	}

	/**
	 * Whether a control frame is cut.
	 * @return whether some of its payload is there and some is missing
	 */
	boolean isControlCut() {
		return this.control != null;
	}

	/**
	 * Gives up whatever there is.
	 */
	void clear() {
		this.control = null;
		release(take());
	}

}
