package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Lends the same buffer again and again while it is large enough, as the pool of an event
 * loop does.
 */
final class OneBuffer implements BufferSource {

	private @Nullable ByteBuffer idle;

	@Override
	public ByteBuffer acquire(int size) {
		ByteBuffer buffer = this.idle;
		this.idle = null;
		return (buffer != null && buffer.capacity() >= size) ? buffer.clear() : ByteBuffer.allocateDirect(size);
	}

	@Override
	public void release(ByteBuffer buffer) {
		if (this.idle == null || this.idle.capacity() < buffer.capacity()) {
			this.idle = buffer;
		}
	}

}
