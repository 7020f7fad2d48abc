package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A source of buffers that counts, and that spoils what it gets back.
 */
final class CountedBuffers implements BufferSource {

	private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

	private final boolean direct;

	private int largest;

	private int acquired;

	CountedBuffers(boolean direct) {
		this.direct = direct;
	}

	@Override
	public ByteBuffer acquire(int size) {
		ByteBuffer buffer = this.direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
		this.lent.add(buffer);
		this.acquired++;
		this.largest = Math.max(this.largest, size);
		return buffer;
	}

	@Override
	public void release(ByteBuffer buffer) {
		if (!this.lent.remove(buffer)) {
			throw new AssertionError("Released what was not lent");
		}
		buffer.clear();
		for (int i = 0; i < buffer.capacity(); i++) {
			buffer.put(i, (byte) 0xEE);
		}
	}

	int lent() {
		return this.lent.size();
	}

	long lentBytes() {
		return this.lent.stream().mapToLong(ByteBuffer::capacity).sum();
	}

	int acquired() {
		return this.acquired;
	}

	int largest() {
		return this.largest;
	}

}
