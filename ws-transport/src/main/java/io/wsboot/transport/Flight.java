package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The array for one gathering write. {@link BufferPool} lends it to whoever writes: kept
 * by threads it would be made anew for each virtual one.
 */
final class Flight {

	private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

	/** Up to here one write of a copy costs less than a gathering write. */
	static final int COPIED = 4 * 1024;

	private final ByteBuffer copy = ByteBuffer.allocateDirect(COPIED);

	private final ByteBuffer[] alone = { this.copy };

	private final ByteBuffer[] buffers = new ByteBuffer[2 * WriteQueue.FLIGHT_ENTRIES];

	private int used;

	Flight() {
		Arrays.fill(this.buffers, EMPTY);
	}

	/**
	 * Collects what is still to be written of the entries in flight.
	 * @param last the last of them, behind which comes the first
	 * @param pool lends direct buffers for payloads on the heap
	 * @return how many buffers there are
	 */
	int gather(@Nullable WriteEntry last, BufferPool pool) {
		int count = 0;
		if (last != null) {
			WriteEntry entry = last;
			do {
				entry = entry.next();
				count = entry.gather(this.buffers, count, pool);
			}
			while (entry != last);
		}
		this.used = Math.max(this.used, count);
		return count;
	}

	/**
	 * Writes what was collected, once.
	 * @param channel takes the bytes
	 * @param count how many buffers there are
	 * @param waiting bytes in them
	 * @return bytes written, by which the positions of the buffers have moved
	 * @throws IOException if the connection is broken
	 */
	long write(RawChannel channel, int count, long waiting) throws IOException {
		if (waiting > COPIED || (count < 2 && this.buffers[0].isDirect())) {
			return channel.write(this.buffers, count);
		}
		this.copy.clear();
		for (int i = 0; i < count; i++) {
			ByteBuffer buffer = this.buffers[i];
			int position = this.copy.position();
			this.copy.put(position, buffer, buffer.position(), buffer.remaining());
			this.copy.position(position + buffer.remaining());
		}
		this.copy.flip();
		long written = channel.write(this.alone, 1);
		pass(count, written);
		return written;
	}

	private void pass(int count, long written) {
		long left = written;
		for (int i = 0; i < count && left > 0; i++) {
			ByteBuffer buffer = this.buffers[i];
			int passed = (int) Math.min(left, buffer.remaining());
			buffer.position(buffer.position() + passed);
			left -= passed;
		}
	}

	long remaining(int count) {
		long bytes = 0;
		for (int i = 0; i < count; i++) {
			bytes += this.buffers[i].remaining();
		}
		return bytes;
	}

	/**
	 * Forgets the buffers, which belong to others.
	 */
	void clear() {
		Arrays.fill(this.buffers, 0, this.used, EMPTY);
		this.used = 0;
	}

}
