package io.wsboot.transport;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one session that were dropped and that nobody has been told of: their
 * futures, and how many there are for each reason. Made when the first is dropped.
 * Thread-safe.
 */
final class Drops {

	private static final DropReason[] REASONS = DropReason.values();

	private final int[] counts = new int[REASONS.length];

	private final ArrayDeque<Dropped> futures = new ArrayDeque<>();

	/** Whether the listener is going to be told. */
	private boolean announced;

	private volatile boolean pending;

	synchronized void add(DropReason reason, int messages, @Nullable CompletableFuture<@Nullable Void> done) {
		this.counts[reason.ordinal()] += messages;
		if (done != null) {
			this.futures.add(new Dropped(done, reason));
		}
		this.pending = true;
	}

	/**
	 * Fails the futures; never under a lock, because others' code may run.
	 * @return whether somebody must now have the listener told
	 */
	boolean settle() {
		if (!this.pending) {
			return false;
		}
		for (Dropped next = poll(); next != null; next = poll()) {
			next.done().completeExceptionally(new MessageDroppedException(next.reason()));
		}
		return announce();
	}

	/**
	 * Tells a listener how many there are.
	 * @param listener hears of each reason once
	 */
	void tell(TransportListener listener) {
		for (DropReason reason : REASONS) {
			int messages = take(reason);
			if (messages > 0) {
				listener.messagesDropped(reason, messages);
			}
		}
	}

	private synchronized @Nullable Dropped poll() {
		Dropped next = this.futures.poll();
		this.pending = next != null;
		return next;
	}

	private synchronized boolean announce() {
		boolean first = !this.announced;
		this.announced = true;
		return first;
	}

	private synchronized int take(DropReason reason) {
		this.announced = false;
		int messages = this.counts[reason.ordinal()];
		this.counts[reason.ordinal()] = 0;
		return messages;
	}

	private record Dropped(CompletableFuture<@Nullable Void> done, DropReason reason) {

	}

}
