package io.wsboot.protocol;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;

/**
 * Compares the processor's time that two inputs take on this thread.
 */
final class Cost {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final int ROUNDS = 60;

	private Cost() {
	}

	/**
	 * How many times the processor's time of honest input the hostile one takes: both
	 * take turns, and the least of many rounds counts, so that a busy machine does not
	 * decide.
	 */
	static <T> double ratio(T hostile, T honest, Consumer<T> work) {
		long hostileTime = Long.MAX_VALUE;
		long honestTime = Long.MAX_VALUE;
		for (int i = 0; i < ROUNDS; i++) {
			hostileTime = Math.min(hostileTime, time(hostile, work));
			honestTime = Math.min(honestTime, time(honest, work));
		}
		return (double) hostileTime / honestTime;
	}

	private static <T> long time(T input, Consumer<T> work) {
		long start = THREADS.getCurrentThreadCpuTime();
		work.accept(input);
		return Math.max(1, THREADS.getCurrentThreadCpuTime() - start);
	}

}
