package io.wsboot.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets one line of a kind into the log each second, for a peer can make them come as fast
 * as it likes; the others are counted. Thread-safe.
 */
final class LogPace {

	/** The answer when the line must be left out. */
	static final long SILENT = -1;

	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final LongSupplier nanoTime;

	private final AtomicLong lastLine;

	private final LongAdder leftOut = new LongAdder();

	LogPace() {
		this(System::nanoTime);
	}

	LogPace(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.lastLine = new AtomicLong(nanoTime.getAsLong() - PAUSE_NANOS);
	}

	/**
	 * Asks for a line.
	 * @return how many were left out since the last one; {@link #SILENT} if this one must
	 * be, too
	 */
	long turn() {
		long now = this.nanoTime.getAsLong();
		long last = this.lastLine.get();
		if (now - last < PAUSE_NANOS || !this.lastLine.compareAndSet(last, now)) {
			this.leftOut.increment();
			return SILENT;
		}
		return this.leftOut.sumThenReset();
	}

	/**
	 * What a line ends with that was granted.
	 * @param leftOut what {@link #turn()} answered
	 * @return empty if none was left out
	 */
	static String behind(long leftOut) {
		return (leftOut > 0) ? " (" + leftOut + " more like this were not logged.)" : "";
	}

}
