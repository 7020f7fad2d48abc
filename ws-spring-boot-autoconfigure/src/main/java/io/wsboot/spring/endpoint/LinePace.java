package io.wsboot.spring.endpoint;

import java.util.function.LongSupplier;

/**
 * Lets one line of a kind through in a time, for lines that others can cause as often as
 * they like. Thread-safe.
 */
final class LinePace {

	/** No line is to be written. */
	static final int NOT_NOW = -1;

	private final long pauseNanos;

	private final LongSupplier nanoTime;

	/** Whether there has been a line. */
	private boolean begun;

	private long last;

	private int suppressed;

	/**
	 * Lets the first line through.
	 * @param pauseNanos so long after a line there is no other, in nanoseconds
	 * @param nanoTime the clock
	 */
	LinePace(long pauseNanos, LongSupplier nanoTime) {
		this.pauseNanos = pauseNanos;
		this.nanoTime = nanoTime;
	}

	/**
	 * There is something to be written.
	 * @return how many lines were left out since the last one, {@link #NOT_NOW} if this
	 * one must be, too
	 */
	synchronized int next() {
		long now = this.nanoTime.getAsLong();
		if (this.begun && now - this.last < this.pauseNanos) {
			this.suppressed++;
			return NOT_NOW;
		}
		int missed = this.suppressed;
		this.begun = true;
		this.last = now;
		this.suppressed = 0;
		return missed;
	}

}
