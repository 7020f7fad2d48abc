package io.wsboot.transport;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one loop that are flushed later: those that a pass has left bytes
 * with, in turn, some at the end of each pass; those whose replies wait for a batch on
 * another thread, after a moment. Confined to the loop.
 * <p>
 * Not all of them at the end of one pass: while thousands are flushed, the next messages
 * for all of them arrive. What the loop reads in between joins what has not left yet and
 * leaves with it, in one write instead of two.
 */
final class LateFlushes {

	private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/**
	 * Flushed at the end of a pass for each fan-out in it: few enough that a message for
	 * all which arrives meanwhile joins most of the one before, and many enough that
	 * looking at the sockets again costs next to nothing beside them.
	 */
	private static final int BY_FAN_OUT = 32;

	/** The one that waits longest first. */
	private final ArrayDeque<Cork> unflushed = new ArrayDeque<>();

	/** The longest watched first. */
	private final ArrayDeque<Cork> corked = new ArrayDeque<>();

	/** Since when each of them is, in a ring. */
	private long[] corkedSince = new long[16];

	private int firstSince;

	void inTurn(Cork cork) {
		this.unflushed.add(cork);
	}

	boolean hasUnflushed() {
		return !this.unflushed.isEmpty();
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
	 * The pass ends: flushes some. Those who send put off neither those who read, nor one
	 * another: at least as many are flushed as were ready, and the more the more was
	 * published.
	 * @param served how many were ready in the pass
	 * @param fanOuts how many fan-outs were run in it
	 */
	void flush(int served, int fanOuts) {
		flush(Math.max(served, BY_FAN_OUT * Math.max(1, fanOuts)));
	}

	/**
	 * The loop ends: flushes all.
	 */
	void flushAll() {
		flush(Integer.MAX_VALUE);
	}

	private void flush(int most) {
		int left = most;
		Cork next = this.unflushed.poll();
		while (next != null) {
			next.flushInTurn();
			next = (--left > 0) ? this.unflushed.poll() : null;
		}
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
