package io.wsboot.protocol.http;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import com.sun.management.ThreadMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that work grows with its input and no faster: an input eight times as large must
 * not take much more than eight times the work on the smaller one. For quadratic work
 * both ratios would be eight.
 * <p>
 * Time is the processor's, spent by this thread. Both inputs take turns, so that they
 * meet the same stage of compilation, and the median of the rounds counts, so that
 * neither a busy machine nor the moment of compilation decides.
 */
public final class Growth {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int SMALL = 8 * 1024;

	private static final int FACTOR = 8;

	private static final int FEWEST_ROUNDS = 3;

	private static final int MOST_ROUNDS = 41;

	private static final double TOLERANCE = 3;

	/** Work that takes this long in all needs no more rounds to show its worth. */
	private static final long ENOUGH = 500_000_000;

	private static final long CLOCK_GRAIN = 20_000;

	private static final long SMALL_CHANGE = 64 * 1024;

	private Growth() {
	}

	public static <T> void assertLinear(IntFunction<T> input, Consumer<T> work) {
		T small = input.apply(SMALL);
		T large = input.apply(SMALL * FACTOR);
		assertThat(timeRatio(small, large, work)).as("time of the large input over that of eight small ones")
			.isLessThan(TOLERANCE);
		double smallBytes = (double) allocated(small, work) * FACTOR + SMALL_CHANGE;
		assertThat(allocated(large, work) / smallBytes).as("bytes allocated, likewise").isLessThan(TOLERANCE);
	}

	/** The bytes that this thread allocates for some work. */
	public static <T> long allocated(T input, Consumer<T> work) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		work.accept(input);
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

	private static <T> double timeRatio(T small, T large, Consumer<T> work) {
		double[] ratios = new double[MOST_ROUNDS];
		long spent = 0;
		int rounds = 0;
		while (rounds < FEWEST_ROUNDS || (rounds < MOST_ROUNDS && spent < ENOUGH)) {
			long smallTime = time(small, FACTOR, work);
			long largeTime = time(large, 1, work);
			ratios[rounds++] = (double) largeTime / (smallTime + CLOCK_GRAIN);
			spent += smallTime + largeTime;
		}
		Arrays.sort(ratios, 0, rounds);
		return ratios[rounds / 2];
	}

	private static <T> long time(T input, int times, Consumer<T> work) {
		long start = THREADS.getCurrentThreadCpuTime();
		for (int i = 0; i < times; i++) {
			work.accept(input);
		}
		return THREADS.getCurrentThreadCpuTime() - start;
	}

}
