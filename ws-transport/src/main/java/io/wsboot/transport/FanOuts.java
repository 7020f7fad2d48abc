package io.wsboot.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The fan-outs handed to one loop and not finished, so that what is sent directly can
 * queue up behind them. Any thread asks; the loop runs.
 */
final class FanOuts {

	private final AtomicInteger unfinished = new AtomicInteger();

	/** Whether one is running; the loop's own. */
	private boolean running;

	/**
	 * Counts a fan-out from now until it is finished.
	 * @param task sends to sessions of the loop
	 * @return what the loop must run
	 */
	Runnable count(Runnable task) {
		this.unfinished.incrementAndGet();
		return () -> {
			this.running = true;
			try {
				task.run();
			}
			finally {
				this.running = false;
				this.unfinished.decrementAndGet();
			}
		};
	}

	/**
	 * Whether what the current thread sends directly would overtake one.
	 * @param onLoop whether the current thread is the loop
	 * @return {@code true} while one is unfinished, unless it is the one that sends
	 */
	boolean wouldBeOvertaken(boolean onLoop) {
		return this.unfinished.get() > 0 && !(onLoop && this.running);
	}

}
