package io.wsboot.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The time of one loop. It stands still while the loop is kept from running, because the
 * process is stopped, the machine asleep or the heap collected: what the peers could not
 * have done in that time is not held against them. So a gap moves every deadline of the
 * loop at once.
 * <p>
 * That is granted once in a while only. A loop that is late again and again, because its
 * callbacks block it, still meets its deadlines.
 */
final class LoopClock {

	/** A loop that finds more gone since its last pass was kept from running. */
	static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** Between one gap and the next that counts. */
	static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final LongSupplier nanoTime;

	private final LongConsumer onGap;

	/** What has passed while time stood still; written by the loop. */
	private volatile long skipped;

	private long now;

	private long lastGap;

	/**
	 * A clock that runs.
	 * @param nanoTime as {@link System#nanoTime()}
	 * @param onGap told, on the loop, how many nanoseconds were skipped
	 */
	LoopClock(LongSupplier nanoTime, LongConsumer onGap) {
		this.nanoTime = nanoTime;
		this.onGap = onGap;
		this.now = nanoTime.getAsLong();
		this.lastGap = this.now - PAUSE_NANOS;
	}

	/**
	 * The time at which the loop last looked. To be called on the loop.
	 * @return nanoseconds, to be compared with other times of this clock only
	 */
	long now() {
		return this.now;
	}

	/**
	 * The time at this moment. Any thread may ask.
	 * @return nanoseconds, to be compared with other times of this clock only
	 */
	long read() {
		return this.nanoTime.getAsLong() - this.skipped;
	}

	/**
	 * The time at which a time of this clock was, or would have been, read. To be called
	 * on the loop.
	 * @param time a time of this clock since the last gap
	 * @return nanoseconds as {@link System#nanoTime()}, of which none are skipped
	 */
	long nanoTime(long time) {
		return time + this.skipped;
	}

	/**
	 * Looks at the time. To be called on the loop.
	 * @param waiting whether a deadline was waiting, so that the loop has not slept for
	 * long of its own accord
	 */
	void refresh(boolean waiting) {
		long time = read();
		long gone = time - this.now;
		if (waiting && gone > GAP_NANOS && this.now - this.lastGap >= PAUSE_NANOS) {
			skip(gone);
		}
		else {
			this.now = time;
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
	private void skip(long nanos) {
		this.skipped += nanos;
		this.lastGap = this.now;
		this.onGap.accept(nanos);
	}

}
