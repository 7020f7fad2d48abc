package io.wsboot.transport;

/**
 * Threads for callbacks, which keep no process alive.
 */
final class HandlerThreads {

	private HandlerThreads() {
	}

	static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "handler");
		thread.setDaemon(true);
		return thread;
	}

}
