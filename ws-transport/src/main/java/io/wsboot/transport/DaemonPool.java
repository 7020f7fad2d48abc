package io.wsboot.transport;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what must not be done on a loop: few, daemons, started when they are needed
 * and gone soon after, behind a queue that has an end.
 */
final class DaemonPool {

	private static final long IDLE_SECONDS = 10;

	private DaemonPool() {
	}

	/**
	 * Starts no thread before it is needed.
	 * @param threads how many at most
	 * @param waiting tasks that may wait; further ones are rejected
	 * @param threadNamePrefix how the threads are called, before a hyphen and a number
	 * @return the pool
	 */
	static ThreadPoolExecutor of(int threads, int waiting, String threadNamePrefix) {
		AtomicInteger number = new AtomicInteger();
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(waiting), (task) -> {
					Thread thread = new Thread(task, threadNamePrefix + "-" + number.getAndIncrement());
					thread.setDaemon(true);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}
