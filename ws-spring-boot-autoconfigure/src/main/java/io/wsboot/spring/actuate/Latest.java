package io.wsboot.spring.actuate;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The last so many of what has happened. Thread-safe, without a lock.
 *
 * @param <T> what happens
 */
final class Latest<T> {

	private final AtomicReferenceArray<@Nullable T> ring;

	private final AtomicLong count = new AtomicLong();

	/**
	 * Nothing has happened yet.
	 * @param most how many are remembered
	 */
	Latest(int most) {
		this.ring = new AtomicReferenceArray<>(most);
	}

	/**
	 * Something happened; the oldest is forgotten for it.
	 * @param event what
	 */
	void add(T event) {
		this.ring.set((int) (this.count.getAndIncrement() % this.ring.length()), event);
	}

	/**
	 * What happened, the newest first. Something that is being written down is left out.
	 * @param wanted which page of it
	 * @return the page
	 */
	Page<T> page(PageRequest wanted) {
		Page.Collector<T> page = new Page.Collector<>(wanted);
		long count = this.count.get();
		int remembered = (int) Math.min(this.ring.length(), count);
		for (int back = 1; back <= remembered && !page.isOver(); back++) {
			T event = this.ring.get((int) ((count - back) % this.ring.length()));
			if (event != null && page.accepts()) {
				page.add(event);
			}
		}
		return page.page(remembered);
	}

}
