package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What was taken for sending before its turn, in order and not encoded yet; and the steps
 * of the closing handshake that must not overtake it. While the peer reads too slowly
 * every message waits here, so here it is decided which of them are dropped.
 * <p>
 * Any thread adds and drops. Only whoever has the message turn takes; in a session
 * without one, that is the holder of the wire lock.
 */
final class WaitingMessages {

	private final WaitingList list = new WaitingList();

	/** What waits; written under the monitor. */
	private volatile long bytes;

	/** Those that were added and have not been dealt with; written under the monitor. */
	private volatile int unsettled;

	/** Those of them that wait; written under the monitor. */
	private volatile int size;

	/** Closing steps, as flags of {@link OutboundRequests}. */
	private final AtomicInteger closing = new AtomicInteger();

	/** {@code null} until the first message is dropped. */
	private volatile @Nullable Drops drops;

	/**
	 * Adds what is no message, and always kept.
	 * @param later the next
	 */
	void add(Deferred later) {
		add(new Waiting(later, null, null, null));
	}

	/**
	 * Adds a message, if there is room for it or room can be made.
	 * @param message the message
	 * @param encoded bytes that wait behind the turn
	 * @param limits what may wait, and what happens then
	 * @return what became of it
	 */
	synchronized Outcome offer(Waiting message, long encoded, OutboundLimits limits) {
		long mark = limits.highWaterMark();
		String key = message.key();
		Waiting older = (key != null) ? this.list.ofKey(key) : null;
		if (older != null) {
			dropped(DropReason.CONFLATED, 1, older.done());
			this.bytes += message.cost() - older.cost();
			older.replaceBy(message);
			return Outcome.TAKEN;
		}
		if (message.isDroppable() && encoded + this.bytes >= mark / 2) {
			dropped(DropReason.DROPPABLE, 1, message.done());
			return Outcome.DROPPED;
		}
		while (encoded + this.bytes >= mark) {
			if (!makeRoom(limits.slowConsumer(), message)) {
				return withoutRoom(limits.slowConsumer(), message);
			}
		}
		add(message);
		return Outcome.TAKEN;
	}

	/**
	 * Drops what may be dropped, the oldest first, because all sessions together keep too
	 * much.
	 * @param excess bytes to drop if possible
	 * @param policy of the session
	 * @return whether any were dropped
	 */
	synchronized boolean relieve(long excess, SlowConsumer policy) {
		long before = this.bytes;
		long least = before - excess;
		Waiting victim = (this.bytes > least) ? pollVictim(policy) : null;
		while (victim != null) {
			drop(victim, DropReason.BUDGET);
			victim = (this.bytes > least) ? pollVictim(policy) : null;
		}
		return this.bytes < before;
	}

	/**
	 * Counts messages that are dropped.
	 * @param reason why
	 * @param messages how many
	 * @param done of one of them, {@code null} if nobody waits for it
	 */
	void dropped(DropReason reason, int messages, @Nullable CompletableFuture<@Nullable Void> done) {
		if (messages > 0) {
			madeDrops().add(reason, messages, done);
		}
	}

	@Nullable Drops drops() {
		return this.drops;
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
	synchronized @Nullable Waiting poll() {
		Waiting first = this.list.poll();
		if (first != null) {
			this.size--;
			this.bytes -= first.cost();
		}
		return first;
	}

	/**
	 * What {@link #poll()} gave is encoded or given up.
	 */
	synchronized void settled() {
		this.unsettled--;
	}

	boolean hasNext() {
		return this.size > 0;
	}

	int size() {
		return this.size;
	}

	/**
	 * Whether {@link #poll()} would give a streaming send, which needs a message turn.
	 * @return {@code false} if something else is the first, or nothing
	 */
	synchronized boolean isBeginNext() {
		Waiting first = this.list.first();
		return first != null && first.content() instanceof Deferred.Begin;
	}

	/**
	 * Whether nothing waits and nothing is on its way to the wire.
	 * @return {@code true} if all that was added so far has been dealt with
	 */
	boolean isSettled() {
		return this.unsettled == 0;
	}

	long bytes() {
		return this.bytes;
	}

	private synchronized void add(Waiting added) {
		this.unsettled++;
		this.size++;
		this.bytes += added.cost();
		this.list.add(added);
	}

	/** What is worth least goes first, and nothing newer for what is worth the same. */
	private boolean makeRoom(SlowConsumer policy, Waiting message) {
		boolean newest = policy == SlowConsumer.DROP_NEWEST && message.isStandard();
		Waiting victim = newest ? this.list.pollDroppable() : pollVictim(policy);
		if (victim == null) {
			return false;
		}
		drop(victim, victim.isDroppable() ? DropReason.DROPPABLE : reason(policy));
		return true;
	}

	private @Nullable Waiting pollVictim(SlowConsumer policy) {
		Waiting victim = this.list.pollDroppable();
		if (victim != null) {
			return victim;
		}
		return switch (policy) {
			case DROP_OLDEST -> this.list.pollOldest();
			case DROP_NEWEST -> this.list.pollNewest();
			case CLOSE, CONFLATE -> null;
		};
	}

	private Outcome withoutRoom(SlowConsumer policy, Waiting message) {
		if (!message.isStandard() || policy == SlowConsumer.CLOSE || policy == SlowConsumer.CONFLATE) {
			return Outcome.FULL;
		}
		dropped(reason(policy), 1, message.done());
		return Outcome.DROPPED;
	}

	private static DropReason reason(SlowConsumer policy) {
		return (policy == SlowConsumer.DROP_OLDEST) ? DropReason.DROP_OLDEST : DropReason.DROP_NEWEST;
	}

	private void drop(Waiting victim, DropReason reason) {
		this.unsettled--;
		this.size--;
		this.bytes -= victim.cost();
		dropped(reason, 1, victim.done());
	}

	private Drops madeDrops() {
		Drops made = this.drops;
		if (made == null) {
			synchronized (this) {
				made = this.drops;
				if (made == null) {
					made = new Drops();
					this.drops = made;
				}
			}
		}
		return made;
	}

	/**
	 * What became of a message.
	 */
	enum Outcome {

		/** It waits. */
		TAKEN,

		/** It does not, and that is all. */
		DROPPED,

		/** It must be kept and there is no room. */
		FULL

	}

}
