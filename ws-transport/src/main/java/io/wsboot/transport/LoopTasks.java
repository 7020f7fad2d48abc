package io.wsboot.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tasks for a loop from other threads, and the decision when it must be woken: only while
 * it sleeps, and only once (a wake-up is a system call).
 */
final class LoopTasks {

	private static final int MOST_IN_A_ROW = 4096;

	private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean asleep = new AtomicBoolean();

	/**
	 * Adds a task.
	 * @param task the task
	 * @return whether the caller must wake the loop
	 */
	boolean add(Runnable task) {
		this.queue.add(task);
		return this.asleep.get() && this.asleep.compareAndSet(true, false);
	}

	/**
	 * Takes a task back.
	 * @param task the task
	 * @return {@code false} if it was run, or is about to be
	 */
	boolean withdraw(Runnable task) {
		return this.queue.remove(task);
	}

	boolean isEmpty() {
		return this.queue.isEmpty();
	}

	/**
	 * The loop is about to sleep.
	 * @return {@code false} if there is a task, so that it must not
	 */
	boolean fallAsleep() {
		this.asleep.set(true);
		if (this.queue.isEmpty()) {
			return true;
		}
		this.asleep.set(false);
		return false;
	}

	/**
	 * The loop is awake.
	 */
	void wakeUp() {
		this.asleep.set(false);
	}

	/**
	 * Runs waiting tasks, but no more than so many that the sockets have their turn.
	 * @param runner runs one task and survives it
	 */
	void run(Consumer<Runnable> runner) {
		for (int left = MOST_IN_A_ROW; left > 0; left--) {
			Runnable task = this.queue.poll();
			if (task == null) {
				return;
			}
			runner.accept(task);
		}
	}

}
