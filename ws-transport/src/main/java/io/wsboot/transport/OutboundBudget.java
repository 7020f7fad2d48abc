package io.wsboot.transport;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What may wait for all peers of a server or client together. Only sessions whose peers
 * read too slowly count: those for which the kernel takes no more, or messages wait. They
 * hold an {@link OutboundShare} as long as they do.
 * <p>
 * When it is exceeded the session with the largest share loses what may be dropped; a
 * session that has nothing to drop is closed; and if that does not help, because the
 * bytes are those in flight, its connection is ended. Thread-safe.
 */
final class OutboundBudget {

	/** This part of the budget is freed at once where messages can be dropped. */
	private static final int SLACK = 16;

	/** Policies that are kept; more would be made by whoever makes up limits. */
	private static final int MOST_SHARED = 1000;

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	private final Set<OutboundShare> shares = ConcurrentHashMap.newKeySet();

	private final Map<OutboundLimits, OutboundPolicy> policies = new ConcurrentHashMap<>();

	private final AtomicBoolean relieving = new AtomicBoolean();

	OutboundBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * The policy of sessions with these limits.
	 * @param limits of the sessions
	 * @return the same for the same limits, unless there are very many
	 */
	OutboundPolicy policy(OutboundLimits limits) {
		OutboundPolicy known = this.policies.get(limits);
		if (known == null) {
			known = new OutboundPolicy(limits, this);
			if (this.policies.size() < MOST_SHARED) {
				this.policies.put(limits, known);
			}
		}
		return known;
	}

	/**
	 * What waits for slow peers.
	 * @return the sums at this moment
	 */
	OutboundUsage usage() {
		int sessions = 0;
		int messages = 0;
		for (OutboundShare share : this.shares) {
			sessions++;
			messages += share.waitingMessages();
		}
		return new OutboundUsage(sessions, messages, this.used.get(), this.limit);
	}

	/**
	 * Calls an action with the sessions that have a share.
	 * @param action the action
	 */
	void forEach(Consumer<? super WsSession> action) {
		for (OutboundShare share : this.shares) {
			WsSession session = share.session();
			if (session != null) {
				action.accept(session);
			}
		}
	}

	void enter(OutboundShare share) {
		this.shares.add(share);
	}

	void leave(OutboundShare share) {
		this.shares.remove(share);
	}

	/**
	 * Counts a change of a share.
	 * @param bytes how much more it is, or less
	 */
	void count(long bytes) {
		this.used.addAndGet(bytes);
	}

	/**
	 * Frees memory as long as there is too much in use. Never called under a lock.
	 */
	void enforce() {
		while (this.used.get() > this.limit && this.relieving.compareAndSet(false, true)) {
			boolean relieved;
			try {
				relieved = relieve();
			}
			finally {
				this.relieving.set(false);
			}
			if (!relieved) {
				return;
			}
		}
	}

	/**
	 * Takes memory from the session that has most of it.
	 * @return {@code false} if nobody has any that could be taken
	 */
	private boolean relieve() {
		OutboundShare worst = worst();
		return worst != null && worst.relieve(this.used.get() - this.limit + this.limit / SLACK);
	}

	private @Nullable OutboundShare worst() {
		OutboundShare worst = null;
		for (OutboundShare share : this.shares) {
			if (worst == null || share.bytes() > worst.bytes()) {
				worst = share;
			}
		}
		return worst;
	}

}
