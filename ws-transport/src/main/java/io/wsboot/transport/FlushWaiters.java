package io.wsboot.transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Futures of messages that are not out yet, by where they end in the data lane. Made for
 * a session when the first of its sends has to wait.
 * <p>
 * Futures complete in {@link #settle} only, which must be called without any lock,
 * because what depends on them runs there.
 */
final class FlushWaiters {

	private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();

	private final ArrayDeque<Waiter> dropped = new ArrayDeque<>();

	synchronized void add(long end, CompletableFuture<@Nullable Void> done) {
		this.waiting.add(new Waiter(end, done));
	}

	/**
	 * Adds a future whose bytes will never be out.
	 * @param done the future
	 */
	synchronized void addDropped(CompletableFuture<@Nullable Void> done) {
		this.dropped.add(new Waiter(0, done));
	}

	/**
	 * What is waiting will never be out.
	 */
	synchronized void drop() {
		this.dropped.addAll(this.waiting);
		this.waiting.clear();
	}

	/**
	 * Completes those whose bytes are out, and fails those whose bytes never will be.
	 * @param end how far the data lane is out
	 * @param closed whether nothing will be written any more
	 */
	void settle(long end, boolean closed) {
		if (closed) {
			drop();
		}
		else {
			for (Waiter waiter = pollOut(end); waiter != null; waiter = pollOut(end)) {
				waiter.done().complete(null);
			}
		}
		for (Waiter waiter = pollDropped(); waiter != null; waiter = pollDropped()) {
			waiter.done().completeExceptionally(new IOException("The session ended before the message was written"));
		}
	}

	private synchronized @Nullable Waiter pollOut(long end) {
		Waiter first = this.waiting.peek();
		if (first == null || first.end() > end) {
			return null;
		}
		return this.waiting.poll();
	}

	private synchronized @Nullable Waiter pollDropped() {
		return this.dropped.poll();
	}

	private record Waiter(long end, CompletableFuture<@Nullable Void> done) {

	}

}
