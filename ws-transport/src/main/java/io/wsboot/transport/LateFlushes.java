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

	/** Since when each of them is, in a ring. */
	private long[] corkedSince = new long[16];

	private int firstSince;

	void atEndOfPass(Cork cork) {
		this.unflushed.add(cork);
	}

	void afterAMoment(Cork cork, long now) {
		int count = this.corked.size();
		if (count == this.corkedSince.length) {
			long[] larger = new long[count * 2];
			for (int i = 0; i < count; i++) {
				larger[i] = this.corkedSince[(this.firstSince + i) % count];
			}
			this.corkedSince = larger;
			this.firstSince = 0;
		}
		this.corkedSince[(this.firstSince + count) % this.corkedSince.length] = now;
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
		while (first != null && now - this.corkedSince[this.firstSince] >= MOMENT_NANOS) {
			this.corked.remove();
			this.firstSince = (this.firstSince + 1) % this.corkedSince.length;
			first.flushCorked();
			first = this.corked.peek();
		}
	}

}
