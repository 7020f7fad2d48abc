package io.wsboot.protocol.http;

import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import com.sun.management.ThreadMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that work grows with its input and no faster: by the ratio of the best times, and
 * of the bytes allocated, for an input and one eight times as large. Quadratic work would
 * show 64.
 */
public final class Growth {

	private static final int SMALL = 16 * 1024;

	private static final int FACTOR = 8;

	private static final int ROUNDS = 40;

	private static final double TOLERANCE = 3;

	/** Work that takes this long in all needs no more rounds to show its worth. */
	private static final long ENOUGH = 1_000_000_000;

	private static final long CLOCK_GRAIN = 20_000;

	private static final long SMALL_CHANGE = 8 * 1024;

	private Growth() {
	}

	public static <T> void assertLinear(IntFunction<T> input, Consumer<T> work) {
		T small = input.apply(SMALL);
		T large = input.apply(SMALL * FACTOR);
		long smallTime = bestTime(small, work);
		long largeTime = bestTime(large, work);
		assertThat((double) largeTime).as("nanoseconds").isLessThan(TOLERANCE * FACTOR * (smallTime + CLOCK_GRAIN));
		assertThat((double) allocated(large, work)).as("bytes allocated")
			.isLessThan(TOLERANCE * FACTOR * (allocated(small, work) + SMALL_CHANGE));
	}

	/** The bytes that this thread allocates for some work. */
	public static <T> long allocated(T input, Consumer<T> work) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		work.accept(input);
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private static <T> long bestTime(T input, Consumer<T> work) {
		long best = Long.MAX_VALUE;
		long spent = 0;
		for (int round = 0; round < ROUNDS && spent < ENOUGH; round++) {
			long start = System.nanoTime();
			work.accept(input);
			long time = System.nanoTime() - start;
			best = Math.min(best, time);
			spent += time;
		}
		return best;
	}

}
