package io.wsboot.benchmarks.load;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * How long messages took, from the write that took them along to the read that brought
 * their reply; exact to one per cent.
 */
final class Latencies {

	private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

	private final Histogram histogram = new Histogram(LONGEST, 2);

	private long value;

	private long pending;

	/**
	 * Notes one message. Messages that left and came back together are counted together.
	 */
	void record(long nanos) {
		if (nanos != this.value) {
			flush();
			this.value = nanos;
		}
		this.pending++;
	}

	private void flush() {
		if (this.pending > 0) {
			this.histogram.recordValueWithCount(Math.max(0, Math.min(this.value, LONGEST)), this.pending);
			this.pending = 0;
		}
	}

	void clear() {
		this.pending = 0;
		this.histogram.reset();
	}

	/**
	 * Adds the percentiles in microseconds.
	 */
	void describe(Fields result) {
		flush();
		result.with("p50", micros(50)).with("p99", micros(99)).with("p999", micros(99.9));
		result.with("max", this.histogram.getMaxValue() / 1e3);
	}

	private double micros(double percentile) {
		return this.histogram.getValueAtPercentile(percentile) / 1e3;
	}

}
