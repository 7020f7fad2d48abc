package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Lends the buffers in which split and fragmented messages are gathered.
 * <p>
 * Used by the thread of the inbound half only. A buffer is asked for when a message
 * cannot be handed on as a window of the input, and given back when the message is
 * complete or the connection ends.
 */
public interface BufferSource {

	/**
	 * Buffers from the heap, left to the collector.
	 */
	BufferSource HEAP = new BufferSource() {

		@Override
		public ByteBuffer acquire(int size) {
			return ByteBuffer.allocate(size);
		}

		@Override
		public void release(ByteBuffer buffer) {
			// the collector's
		}

	};

	/**
	 * Lends a cleared buffer.
	 * @param size the least capacity, in bytes
	 * @return a buffer with position 0 and the capacity, or more, as its limit
	 */
	ByteBuffer acquire(int size);

	/**
	 * Takes a buffer back.
	 * @param buffer one that {@link #acquire} returned, not released before
	 */
	void release(ByteBuffer buffer);

}
