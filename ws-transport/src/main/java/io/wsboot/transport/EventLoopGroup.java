package io.wsboot.transport;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The loops of a server or of a client; new connections go to them in turn.
 */
final class EventLoopGroup {

	private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(10);

	private final String threadNamePrefix;

	private final EventLoop[] loops;

	private final AtomicInteger turn = new AtomicInteger();

	EventLoopGroup(String threadNamePrefix, boolean daemon, TransportOptions options, TransportListener listener)
			throws IOException {
		this.threadNamePrefix = threadNamePrefix;
		TransportListener observer = GuardedListener.of(listener);
		this.loops = new EventLoop[options.eventLoops()];
		int opened = 0;
		try {
			for (; opened < this.loops.length; opened++) {
				this.loops[opened] = new EventLoop(threadNamePrefix + "-" + opened, daemon, options.receiveBufferSize(),
						new LoopClock(System::nanoTime, observer::loopStalled));
			}
		}
		finally {
			if (opened < this.loops.length) {
				for (int i = 0; i < opened; i++) {
					this.loops[i].selector().close();
				}
			}
		}
	}

	void start() {
		for (EventLoop loop : this.loops) {
			loop.start();
		}
	}

	EventLoop next() {
		return this.loops[Math.floorMod(this.turn.getAndIncrement(), this.loops.length)];
	}

	EventLoop first() {
		return this.loops[0];
	}

	EventLoop[] all() {
		return this.loops.clone();
	}

	/**
	 * Ends every connection, then all loops. Waits, but not for ever, until handlers have
	 * been told and the threads have ended; within a callback, which it would wait for,
	 * it leaves that to a thread of its own.
	 * @param first run on the first loop before anything else
	 * @param sessions those that these loops serve
	 * @param ended run behind everything
	 */
	void stop(Runnable first, SessionRegistry sessions, Runnable ended) {
		if (EventLoop.isOnLoop() || SerialExecutor.isOnHandlerThread()) {
			new Thread(() -> stopAndWait(first, sessions, ended), this.threadNamePrefix + "-stop").start();
		}
		else {
			stopAndWait(first, sessions, ended);
		}
	}

	private void stopAndWait(Runnable first, SessionRegistry sessions, Runnable ended) {
		// nothing is accepted any more when connections are closed
		await(first().submit(first));
		CompletableFuture<?>[] closed = new CompletableFuture<?>[this.loops.length];
		for (int i = 0; i < this.loops.length; i++) {
			closed[i] = this.loops[i].submit(this.loops[i]::closeConnections);
		}
		await(CompletableFuture.allOf(closed));
		try {
			sessions.awaitEnds(TimeUnit.MILLISECONDS.toNanos(END_MILLIS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			stopLoops();
			ended.run();
		}
	}

	private static void await(CompletableFuture<?> step) {
		step.handle((done, failure) -> true).completeOnTimeout(true, END_MILLIS, TimeUnit.MILLISECONDS).join();
	}

	private void stopLoops() {
		for (EventLoop loop : this.loops) {
			loop.stop();
		}
		try {
			for (EventLoop loop : this.loops) {
				loop.awaitEnd(END_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Gives back what loops hold that were never started.
	 */
	void closeUnstarted() {
		for (EventLoop loop : this.loops) {
			loop.end();
		}
	}

}
