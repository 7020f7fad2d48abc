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

	private final EventLoop[] loops;

	private final AtomicInteger turn = new AtomicInteger();

	EventLoopGroup(String threadNamePrefix, boolean daemon, TransportOptions options) throws IOException {
		this.loops = new EventLoop[options.eventLoops()];
		int opened = 0;
		try {
			for (; opened < this.loops.length; opened++) {
				this.loops[opened] = new EventLoop(threadNamePrefix + "-" + opened, daemon,
						options.receiveBufferSize());
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
	 * Ends every connection, then all loops, and waits for their threads, unless one of
	 * them asks.
	 * @param first run on the first loop before anything else
	 */
	void stop(Runnable first) {
		CompletableFuture<?>[] ended = new CompletableFuture<?>[this.loops.length];
		for (int i = 0; i < this.loops.length; i++) {
			EventLoop loop = this.loops[i];
			ended[i] = CompletableFuture.runAsync(() -> {
				if (loop == first()) {
					first.run();
				}
				loop.closeConnections();
			}, loop::executeNow);
		}
		CompletableFuture.allOf(ended).completeOnTimeout(null, END_MILLIS, TimeUnit.MILLISECONDS).join();
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
			loop.closeSelector();
		}
	}

}
