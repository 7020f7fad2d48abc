package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;

/**
 * The connections of one loop that are flushed later: those that the pass has left bytes
 * with, at its end; those whose replies wait for a batch on another thread, after a
 * moment. Confined to the loop.
 */
final class LateFlushes {

	private final List<Cork> unflushed = new ArrayList<>();

	private final List<Cork> corked = new ArrayList<>();

	void atEndOfPass(Cork cork) {
		this.unflushed.add(cork);
	}

	void afterAMoment(Cork cork) {
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
	 * The moment is over.
	 */
	void flushCorked() {
		for (int i = 0; i < this.corked.size(); i++) {
			this.corked.get(i).flushCorked();
		}
		this.corked.clear();
	}

}
