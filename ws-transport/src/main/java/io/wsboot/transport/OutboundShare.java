package io.wsboot.transport;

import org.jspecify.annotations.Nullable;

/**
 * What one slow session has of the {@link OutboundBudget}: from when its peer lets bytes
 * wait until none do. Thread-safe.
 */
final class OutboundShare {

	private final SlowReader reader;

	private final OutboundBudget budget;

	/** As counted last; written under the monitor. */
	private volatile long bytes;

	/** Nothing is counted any more; guarded by the monitor. */
	private boolean left;

	/** Whether the session was closed for the budget; belongs to whoever relieves it. */
	private boolean closed;

	OutboundShare(SlowReader reader, OutboundBudget budget) {
		this.reader = reader;
		this.budget = budget;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * The messages of the session that are not encoded.
	 * @return the count at this moment
	 */
	int waitingMessages() {
		return this.reader.waitingMessages();
	}

	/**
	 * Whose share it is.
	 * @return {@code null} if the session has ended
	 */
	@Nullable WsSession session() {
		return this.reader.owner().session();
	}

	/**
	 * Counts what waits now.
	 * @return {@code false} if this share is given back
	 */
	synchronized boolean update() {
		if (this.left) {
			return false;
		}
		count(this.reader.queuedBytes());
		if (this.bytes == 0) {
			leave();
		}
		return true;
	}

	/**
	 * Takes memory from the session: what may be dropped; all but what is in flight, and
	 * with that the session; and the connection.
	 * @param excess bytes that are to be freed if possible
	 * @return {@code false} if what is freed will be told of later
	 */
	boolean relieve(long excess) {
		long before = this.bytes;
		this.reader.relieve(excess);
		update();
		if (this.bytes < before) {
			return true;
		}
		if (!this.closed) {
			this.closed = true;
			this.reader.closeForBudget();
			update();
			return this.bytes < before;
		}
		this.reader.endForBudget();
		giveBack();
		return true;
	}

	private synchronized void giveBack() {
		if (!this.left) {
			count(0);
			leave();
		}
	}

	private void count(long now) {
		this.budget.count(now - this.bytes);
		this.bytes = now;
	}

	private void leave() {
		this.left = true;
		this.budget.leave(this);
		this.reader.requests().leave(this);
	}

}
