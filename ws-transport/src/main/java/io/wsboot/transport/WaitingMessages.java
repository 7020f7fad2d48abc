package io.wsboot.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What was taken for sending before its turn, in order and not encoded yet; and the steps
 * of the closing handshake that must not overtake it.
 * <p>
 * Any thread adds. Only whoever has the message turn takes; in a session without one,
 * that is the holder of the wire lock.
 */
final class WaitingMessages {

	/** Counted for each, so that many small ones are not kept for nothing. */
	private static final int OVERHEAD = 64;

	private final ConcurrentLinkedQueue<Deferred> queue = new ConcurrentLinkedQueue<>();

	private final AtomicLong bytes = new AtomicLong();

	/** Those that were added and have not been dealt with. */
	private final AtomicInteger unsettled = new AtomicInteger();

	/** Closing steps, as flags of {@link OutboundRequests}. */
	private final AtomicInteger closing = new AtomicInteger();

	void add(Deferred later) {
		this.unsettled.incrementAndGet();
		this.bytes.addAndGet(cost(later));
		this.queue.add(later);
	}

	/**
	 * Adds steps of the closing handshake behind everything that waits.
	 * @param steps flags of {@link OutboundRequests}
	 */
	void addClosing(int steps) {
		this.closing.getAndUpdate((before) -> before | steps);
		add(new Deferred.Closing(this));
	}

	/**
	 * The steps that wait, which do so no longer.
	 * @return flags of {@link OutboundRequests}
	 */
	int takeClosing() {
		return this.closing.getAndSet(0);
	}

	boolean isClosing() {
		return this.closing.get() != 0;
	}

	/**
	 * Takes the first; {@link #settled()} must follow.
	 * @return the first, {@code null} if there is none
	 */
	@Nullable Deferred poll() {
		Deferred first = this.queue.poll();
		if (first != null) {
			this.bytes.addAndGet(-cost(first));
		}
		return first;
	}

	/**
	 * What {@link #poll()} gave is encoded or given up.
	 */
	void settled() {
		this.unsettled.decrementAndGet();
	}

	boolean hasNext() {
		return !this.queue.isEmpty();
	}

	/**
	 * Whether {@link #poll()} would give a streaming send, which needs a message turn.
	 * @return {@code false} if something else is the first, or nothing
	 */
	boolean isBeginNext() {
		return this.queue.peek() instanceof Deferred.Begin;
	}

	/**
	 * Whether nothing waits and nothing is on its way to the queue.
	 * @return {@code true} if all that was added so far has been dealt with
	 */
	boolean isSettled() {
		return this.unsettled.get() == 0;
	}

	long bytes() {
		return this.bytes.get();
	}

	private static long cost(Deferred deferred) {
		return (long) OVERHEAD + deferred.size();
	}

}
