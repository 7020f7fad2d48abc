package io.wsboot.transport;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * A bounded pool without a lock: any thread takes and gives, and nobody waits. What does
 * not fit is left to the collector.
 *
 * @param <T> what is pooled
 */
final class SlotPool<T> {

	/** As many references as share a cache line, more or less. */
	private static final int PLACE = 8;

	private final AtomicReferenceArray<@Nullable T> slots;

	private final int mask;

	/**
	 * An empty pool.
	 * @param capacity how many it keeps; a power of two
	 */
	SlotPool(int capacity) {
		this.slots = new AtomicReferenceArray<>(capacity);
		this.mask = capacity - 1;
	}

	@Nullable T take() {
		int start = start();
		for (int probe = 0; probe <= this.mask; probe++) {
			int slot = (start + probe) & this.mask;
			if (this.slots.getPlain(slot) != null) {
				T pooled = this.slots.getAndSet(slot, null);
				if (pooled != null) {
					return pooled;
				}
			}
		}
		return null;
	}

	void give(T pooled) {
		int start = start();
		for (int probe = 0; probe <= this.mask; probe++) {
			int slot = (start + probe) & this.mask;
			if (this.slots.getPlain(slot) == null && this.slots.compareAndSet(slot, null, pooled)) {
				return;
			}
		}
	}

	/**
	 * Where a thread begins to look: its own place, so that the buffer it gave a moment
	 * ago, still in its cache, is the one it takes. It goes on to look everywhere,
	 * because what one thread takes is often given by another.
	 */
	private int start() {
		return (int) (Thread.currentThread().getId() * PLACE) & this.mask;
	}

}
