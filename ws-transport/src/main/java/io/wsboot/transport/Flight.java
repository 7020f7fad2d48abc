package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The array for one gathering write, kept by each thread that writes.
 */
final class Flight {

	static final ThreadLocal<Flight> CURRENT = ThreadLocal.withInitial(Flight::new);

	private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

	private final ByteBuffer[] buffers = new ByteBuffer[2 * WriteQueue.FLIGHT_ENTRIES];

	private int used;

	private Flight() {
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

	ByteBuffer[] buffers() {
		return this.buffers;
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
