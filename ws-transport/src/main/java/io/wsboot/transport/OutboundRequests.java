package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;
import io.wsboot.transport.WaitingMessages.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What has been asked of an outbound half without taking its wire lock: the control slot,
 * and the messages that wait for their turn.
 * <p>
 * Any thread adds; the holder of the wire lock applies.
 */
final class OutboundRequests {

	static final int STREAM_ENDED = 1;

	static final int DRAINED = 2;

	static final int ABORTED = 4;

	private static final int READY = 8;

	private static final int PONG = 16;

	static final int CLOSE = 32;

	private static final int CLOSE_RECEIVED = 64;

	static final int FAIL = 128;

	/** Messages wait. */
	private static final int WAITING = 256;

	/** More waits than may. */
	static final int OVERFLOW = 512;

	/** More waits for all peers together than may. */
	static final int OVER_BUDGET = 8192;

	/** Whole messages need an order of their own. */
	static final int ORDER = 1024;

	/** What closes has waited for what came before it. */
	private static final int CLOSING_IN_TURN = 2048;

	/** A message could not be made ready. */
	static final int CUT_SHORT = 4096;

	private static final int CLOSING = CLOSE | CLOSE_RECEIVED | FAIL | STREAM_ENDED | DRAINED;

	private static final VarHandle PENDING;

	private static final VarHandle ASKED_CLOSE;

	private static final VarHandle PING;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			PENDING = lookup.findVarHandle(OutboundRequests.class, "pending", int.class);
			ASKED_CLOSE = lookup.findVarHandle(OutboundRequests.class, "askedClose", CloseStatus.class);
			PING = lookup.findVarHandle(OutboundRequests.class, "ping", ByteBuffer.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // through PENDING
	private volatile int pending;

	/** The first close that was asked for; later ones do not count. */
	private volatile @Nullable CloseStatus askedClose;

	private volatile @Nullable CloseStatus received;

	private volatile @Nullable Violation violation;

	/** The newest ping to answer. */
	@SuppressWarnings("unused") // through PING
	private volatile @Nullable ByteBuffer ping;

	/** What only waits for the lock. */
	private volatile @Nullable ConcurrentLinkedQueue<Deferred> ready;

	/** What waits for its turn. */
	private volatile @Nullable WaitingMessages waiting;

	private volatile @Nullable OutboundShare share;

	/** Futures of what was sent; made under the wire lock, settled by anybody. */
	private volatile @Nullable FlushWaiters waiters;

	/** The newest ping that could not be answered yet; guarded by the wire lock. */
	private @Nullable ByteBuffer keptPong;

	boolean isPending() {
		return this.pending != 0;
	}

	@Nullable CloseStatus askedClose() {
		return this.askedClose;
	}

	void add(int request) {
		PENDING.getAndBitwiseOr(this, request);
	}

	void pong(ByteBuffer payload) {
		this.ping = payload;
		add(PONG);
	}

	void close(CloseStatus status) {
		if (announceClose(status)) {
			add(CLOSE);
		}
	}

	/**
	 * Says that {@link #CLOSE} will follow.
	 * @param status what to send then
	 * @return {@code false} if that was said before
	 */
	boolean announceClose(CloseStatus status) {
		return ASKED_CLOSE.compareAndSet(this, null, status);
	}

	void closeReceived(CloseStatus status) {
		this.received = status;
		add(CLOSE_RECEIVED);
	}

	/**
	 * Says that {@link #FAIL} will follow.
	 * @param rule what the peer did
	 */
	void announceFailure(Violation rule) {
		this.violation = rule;
	}

	/**
	 * Leaves something to the next holder of the lock, ahead of what waits for its turn.
	 * @param next with bytes of its own
	 */
	void ready(Deferred next) {
		readyQueue().add(next);
		add(READY);
	}

	/**
	 * Leaves something to whoever has the message turn next.
	 * @param later with bytes of its own
	 */
	void defer(Deferred later) {
		waiting().add(later);
		add(WAITING);
	}

	/**
	 * Leaves a message to whoever has the message turn next, if there is room for it.
	 * @param message with bytes of its own
	 * @param encoded bytes that wait to be written
	 * @param limits what may wait
	 * @return what became of it
	 */
	Outcome offer(Waiting message, long encoded, OutboundLimits limits) {
		Outcome outcome = waiting().offer(message, encoded, limits);
		if (outcome == Outcome.TAKEN) {
			add(WAITING);
		}
		else if (outcome == Outcome.FULL) {
			add(OVERFLOW);
		}
		return outcome;
	}

	/**
	 * Futures that wait until what was sent is out; the wire lock is held.
	 * @return the futures; made when they are first asked for
	 */
	FlushWaiters waiters() {
		FlushWaiters made = this.waiters;
		if (made == null) {
			made = new FlushWaiters();
			this.waiters = made;
		}
		return made;
	}

	@Nullable FlushWaiters knownWaiters() {
		return this.waiters;
	}

	@Nullable ByteBuffer keptPong() {
		return this.keptPong;
	}

	void keepPong(@Nullable ByteBuffer payload) {
		this.keptPong = payload;
	}

	long waitingBytes() {
		WaitingMessages messages = this.waiting;
		return (messages != null) ? messages.bytes() : 0;
	}

	/**
	 * What waits for its turn, if anything ever has.
	 * @return {@code null} if not
	 */
	@Nullable WaitingMessages knownWaiting() {
		return this.waiting;
	}

	/**
	 * What the session has of the budget.
	 * @return {@code null} while its peer reads fast enough
	 */
	@Nullable OutboundShare share() {
		return this.share;
	}

	/**
	 * Has the session count in the budget.
	 * @param reader of the session
	 * @param budget the budget
	 * @return the session's share
	 */
	synchronized OutboundShare enter(SlowReader reader, OutboundBudget budget) {
		OutboundShare made = this.share;
		if (made == null) {
			made = new OutboundShare(reader, budget);
			this.share = made;
			budget.enter(made);
		}
		return made;
	}

	synchronized void leave(OutboundShare given) {
		if (this.share == given) {
			this.share = null;
		}
	}

	/**
	 * Closes now, for what came before has been dealt with, or never will be.
	 * @param steps those that waited
	 */
	void closeInTurn(int steps) {
		if (steps != 0) {
			add(steps | CLOSING_IN_TURN);
		}
	}

	/**
	 * Carries out what was asked for, in the order the protocol wants; the wire lock is
	 * held.
	 * @param wire the outbound half
	 */
	void apply(Wire wire) {
		int asked = (int) PENDING.getAndSet(this, 0);
		boolean done = false;
		try {
			apply(asked, wire);
			done = true;
		}
		finally {
			if (!done) {
				// for want of memory; the end of the connection must not be forgotten
				add(asked & ~PONG);
			}
		}
	}

	private void apply(int asked, Wire wire) {
		if ((asked & READY) != 0) {
			encodeReady(wire);
		}
		if ((asked & ORDER) != 0) {
			wire.order();
		}
		if ((asked & WAITING) != 0 && wire.knownTurn() == null) {
			encodeWaiting(wire);
		}
		if ((asked & OVERFLOW) != 0) {
			wire.dropForSlowness(Closes.SLOW_CONSUMER);
		}
		if ((asked & OVER_BUDGET) != 0) {
			wire.dropForSlowness(Closes.MEMORY_BUDGET);
		}
		if ((asked & CUT_SHORT) != 0) {
			wire.cutShort();
		}
		if ((asked & PONG) != 0) {
			// taken at once: a newer one may arrive while this one is answered
			ByteBuffer newest = (ByteBuffer) PING.getAndSet(this, null);
			if (newest != null) {
				wire.encodePong(newest);
			}
		}
		close(asked, wire);
		if ((asked & ABORTED) != 0) {
			wire.protocol().aborted();
		}
	}

	private void close(int asked, Wire wire) {
		int steps = asked & CLOSING;
		if (steps == 0) {
			return;
		}
		if ((asked & CLOSING_IN_TURN) == 0 && wire.isTurnAwaited()) {
			waiting().addClosing(steps);
			return;
		}
		WebSocketProtocol protocol = wire.protocol();
		CloseStatus ours = this.askedClose;
		if ((steps & CLOSE) != 0 && ours != null) {
			protocol.close(ours);
		}
		Violation rule = this.violation;
		if ((steps & FAIL) != 0 && rule != null) {
			protocol.fail(rule);
		}
		CloseStatus theirs = this.received;
		if ((steps & CLOSE_RECEIVED) != 0 && theirs != null) {
			protocol.closeReceived(theirs);
		}
		if ((steps & STREAM_ENDED) != 0) {
			protocol.streamEnded();
		}
		if ((steps & DRAINED) != 0) {
			protocol.drained();
		}
	}

	private void encodeReady(Wire wire) {
		ConcurrentLinkedQueue<Deferred> queue = readyQueue();
		for (Deferred next = queue.poll(); next != null; next = queue.poll()) {
			encode(next, wire);
		}
	}

	private void encodeWaiting(Wire wire) {
		WaitingMessages messages = waiting();
		while (wire.hasRoom() && !messages.isBeginNext()) {
			Waiting next = messages.poll();
			if (next == null) {
				return;
			}
			try {
				encode(next, wire, messages);
			}
			finally {
				messages.settled();
			}
		}
		if (messages.hasNext()) {
			// the others need an order; that of a streaming send may have been asked for
			// meanwhile
			wire.order();
		}
	}

	private static void encode(Waiting next, Wire wire, WaitingMessages messages) {
		boolean taken = encode(next.content(), wire);
		if (!taken && next.isMessage()) {
			messages.dropped(DropReason.CLOSED, 1, null);
		}
		CompletableFuture<@Nullable Void> done = next.done();
		if (done != null) {
			wire.await(done);
		}
	}

	private static boolean encode(Deferred next, Wire wire) {
		boolean taken = next.encode(wire) >= 0;
		if (!taken) {
			wire.lost();
		}
		return taken;
	}

	/**
	 * What waits for its turn.
	 * @return the messages; made when they are first asked for
	 */
	WaitingMessages waiting() {
		WaitingMessages messages = this.waiting;
		if (messages == null) {
			synchronized (this) {
				messages = this.waiting;
				if (messages == null) {
					messages = new WaitingMessages();
					this.waiting = messages;
				}
			}
		}
		return messages;
	}

	private ConcurrentLinkedQueue<Deferred> readyQueue() {
		ConcurrentLinkedQueue<Deferred> queue = this.ready;
		if (queue == null) {
			synchronized (this) {
				queue = this.ready;
				if (queue == null) {
					queue = new ConcurrentLinkedQueue<>();
					this.ready = queue;
				}
			}
		}
		return queue;
	}

}
