package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;

import io.wsboot.transport.WaitingMessages.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages that the peer does not take fast enough: they wait as
 * messages, count in the budget, and are dropped as their delivery, the session's policy
 * and the budget allow. It has no state of its own: that is made when it is needed.
 */
abstract class SlowReader extends Wire {

	SlowReader(EventLoop loop, OutboundGate.Owner owner, OutboundPolicy policy) {
		super(loop, owner, policy);
	}

	@Override
	final long hold(Deferred message, Delivery delivery, @Nullable CompletableFuture<@Nullable Void> done) {
		if (!maySend()) {
			return REFUSED;
		}
		OutboundLimits limits = policy().limits();
		Waiting held = new Waiting(message.owned(), delivery, delivery.key(limits.slowConsumer()), done);
		Outcome outcome = requests().offer(held, encodedBytes(), limits);
		if (outcome == Outcome.FULL) {
			carryOut();
			return REFUSED;
		}
		if (outcome == Outcome.DROPPED) {
			return DROPPED;
		}
		if (queuedBytes() >= policy().encodedAhead()) {
			enterBudget();
		}
		return MessageTurn.NOT_YET;
	}

	/**
	 * Completes futures, and counts what waits, where that is bounded by the budget;
	 * never under the lock, because others' code may run.
	 * @param closed whether nothing will be written any more
	 */
	final void settle(boolean closed) {
		OutboundRequests made = knownRequests();
		if (made == null) {
			return;
		}
		FlushWaiters waiters = made.knownWaiters();
		if (waiters != null) {
			waiters.settle(dataFlushed(), closed);
		}
		settleDrops(made);
		OutboundShare share = made.share();
		if (share != null && share.update()) {
			policy().budget().enforce();
		}
	}

	/**
	 * From now on, and as long as anything waits, this session counts in the budget.
	 */
	final void enterBudget() {
		if (!isUpgraded()) {
			return;
		}
		OutboundBudget budget = policy().budget();
		boolean counted = false;
		while (!counted) {
			// again, if it has just been given back
			counted = requests().enter(this, budget).update();
		}
	}

	/**
	 * Drops what may be dropped, because all sessions together keep too much.
	 * @param excess bytes to drop if possible
	 */
	final void relieve(long excess) {
		OutboundRequests made = requests();
		WaitingMessages waiting = made.knownWaiting();
		if (waiting != null && waiting.relieve(excess, policy().limits().slowConsumer())) {
			loop().execute(this::flush);
		}
	}

	/**
	 * Closes the session, because all together keep too much and it keeps most.
	 */
	final void closeForBudget() {
		requests().add(OutboundRequests.OVER_BUDGET);
		carryOut();
		loop().execute(this::flush);
	}

	/**
	 * Ends the connection, because its Close does not leave.
	 */
	final void endForBudget() {
		loop().execute(owner()::budgetExceeded);
	}

	final int waitingMessages() {
		OutboundRequests made = knownRequests();
		WaitingMessages waiting = (made != null) ? made.knownWaiting() : null;
		return (waiting != null) ? waiting.size() : 0;
	}

	/**
	 * Tells how many messages were dropped since this was last asked. Called on the loop.
	 * @param listener hears of it
	 */
	final void tellDrops(TransportListener listener) {
		Drops drops = drops(knownRequests());
		if (drops != null) {
			drops.tell(listener);
		}
	}

	private void settleDrops(OutboundRequests made) {
		Drops drops = drops(made);
		if (drops != null && drops.settle()) {
			loop().execute(owner()::messagesDropped);
		}
	}

	private static @Nullable Drops drops(@Nullable OutboundRequests made) {
		WaitingMessages waiting = (made != null) ? made.knownWaiting() : null;
		return (waiting != null) ? waiting.drops() : null;
	}

	/** Writes what waits, and tells who waits for it. */
	abstract void flush();

}
