package io.wsboot.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one loop that are flushed later: those that the pass has left bytes
 * with, at its end; those whose replies wait for a batch on another thread, after a
 * moment. Confined to the loop.
 */
final class LateFlushes {

	private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final List<Cork> unflushed = new ArrayList<>();

	/** The longest watched first. */
	private final ArrayDeque<Cork> corked = new ArrayDeque<>();

	void atEndOfPass(Cork cork) {
		this.unflushed.add(cork);
	}

	void afterAMoment(Cork cork, long now) {
		cork.watchedSince(now);
		this.corked.add(cork);
	}

	boolean hasCorked() {
		return !this.corked.isEmpty();
	}

	/**
	 * The pass ends.
	 */
	void flush() {
		// by index: a flush may add to the list
		for (int i = 0; i < this.unflushed.size(); i++) {
			this.unflushed.get(i).flushNow();
		}
		this.unflushed.clear();
	}

	/**
	 * Flushes what has been corked for longer than a moment.
	 * @param now the time
	 */
	void flushCorked(long now) {
		Cork first = this.corked.peek();
		while (first != null && now - first.watchedSince() >= MOMENT_NANOS) {
			this.corked.remove();
			first.flushCorked();
			first = this.corked.peek();
		}
	}

}
