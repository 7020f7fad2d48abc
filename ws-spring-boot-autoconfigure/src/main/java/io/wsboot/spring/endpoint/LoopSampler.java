package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at what event loops are calling, again and again, on a thread that lives as long
 * as one of them. To read the clock before and after each callback would cost a short one
 * half of its time.
 */
final class LoopSampler {

	/** How much later than at once it is noticed that a callback takes long. */
	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(25);

	/** Guarded by this. */
	private final List<LoopCall> calls = new ArrayList<>();

	/**
	 * Looks at a loop's calls from now on, until the loop ends.
	 * @param call tells what the loop is calling
	 */
	synchronized void add(LoopCall call) {
		this.calls.add(call);
		if (this.calls.size() == 1) {
			Thread thread = new Thread(this::run, "ws-loop-watch");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void run() {
		do {
			LockSupport.parkNanos(INTERVAL);
		}
		while (sample(System.nanoTime()));
	}

	private synchronized boolean sample(long now) {
		this.calls.removeIf((call) -> !call.sample(now));
		return !this.calls.isEmpty();
	}

}
