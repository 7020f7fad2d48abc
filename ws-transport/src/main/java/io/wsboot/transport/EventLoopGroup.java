package io.wsboot.transport;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The loops of a server or of a client; new connections go to them in turn.
 */
final class EventLoopGroup {

	private static final long END_MILLIS = TimeUnit.SECONDS.toMillis(10);

	/** Longer than callbacks wait for an executor that takes nothing. */
	private static final long TOLD_SECONDS = 12;

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
						new AdaptiveSpin(options.spin().toNanos()), observer);
			}
		}
		finally {
			if (opened < this.loops.length) {
				for (int i = 0; i < opened; i++) {
					this.loops[i].selector().close();
				}
			}
		}
		for (int i = 0; i < this.loops.length; i++) {
			observer.loopOpened(i, this.loops[i].load());
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
	 * @param first begun before anything else, and awaited
	 * @param firstMillis how long that may take by intent
	 * @param sessions those that these loops serve
	 * @param ended run behind everything
	 */
	void stop(Supplier<CompletableFuture<?>> first, long firstMillis, SessionRegistry sessions, Runnable ended) {
		outsideOfCallbacks(() -> stopAndWait(first, firstMillis, sessions, ended));
	}

	/**
	 * Ends some of the sessions, and leaves the loops running. Waits as
	 * {@link #stop(Supplier, long, SessionRegistry, Runnable)} does.
	 * @param first begun before anything else, and awaited
	 * @param firstMillis how long that may take by intent
	 * @param sessions those to end
	 * @param ended run behind everything
	 */
	void endSessions(Supplier<CompletableFuture<?>> first, long firstMillis, SessionRegistry sessions, Runnable ended) {
		outsideOfCallbacks(() -> {
			await(first.get(), firstMillis + END_MILLIS);
			await(sessions.closeConnections(), END_MILLIS);
			awaitEnds(sessions, ended);
		});
	}

	/**
	 * Does what waits for callbacks: at once, but within a callback, which it would wait
	 * for, on a thread of its own.
	 * @param waiting what waits
	 */
	void outsideOfCallbacks(Runnable waiting) {
		if (EventLoop.isOnLoop() || RunQueue.isOnHandlerThread()) {
			new Thread(waiting, this.threadNamePrefix + "-stop").start();
		}
		else {
			waiting.run();
		}
	}

	private void stopAndWait(Supplier<CompletableFuture<?>> first, long firstMillis, SessionRegistry sessions,
			Runnable ended) {
		// nothing is accepted any more when connections are closed
		await(first.get(), firstMillis + END_MILLIS);
		CompletableFuture<?>[] closed = new CompletableFuture<?>[this.loops.length];
		for (int i = 0; i < this.loops.length; i++) {
			closed[i] = this.loops[i].submit(this.loops[i]::closeConnections);
		}
		await(CompletableFuture.allOf(closed), END_MILLIS);
		awaitEnds(sessions, () -> {
			stopLoops();
			ended.run();
		});
	}

	private static void awaitEnds(SessionRegistry sessions, Runnable ended) {
		try {
			sessions.awaitEnds(TimeUnit.SECONDS.toNanos(TOLD_SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			ended.run();
		}
	}

	private static void await(CompletableFuture<?> step, long millis) {
		step.handle((done, failure) -> true).completeOnTimeout(true, millis, TimeUnit.MILLISECONDS).join();
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
