package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs the callbacks of one session in order on an executor that many sessions share.
 * <p>
 * The loop submits batches; at most one thread works through them. It stops while the
 * peer does not read replies, and gives other sessions a turn now and then.
 */
final class SerialExecutor extends Backlog implements ReadyCallbacks {

	/** Replies wait no longer than this for the callbacks behind them. */
	private static final long CORK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private static final int EVENTS_A_TURN = 256;

	private static final VarHandle INBOX;

	private static final VarHandle STATE;

	/** Nothing to do. */
	private static final int IDLE = 0;

	/** A thread works, or has been asked for. */
	private static final int RUNNING = 1;

	/** Waits until the peer has read replies. */
	private static final int STRAINED = 2;

	/** Waits until a callback that goes on elsewhere is through. */
	private static final int SUSPENDED = 3;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			INBOX = lookup.findVarHandle(SerialExecutor.class, "inbox", InboundBatch.class);
			STATE = lookup.findVarHandle(SerialExecutor.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final RunQueue queue;

	private final HandlerCalls calls;

	/** The events of this pass; the loop's own. */
	private @Nullable InboundBatch gathered;

	/** Submitted batches, the newest first. */
	@SuppressWarnings("unused") // through INBOX
	private volatile @Nullable InboundBatch inbox;

	@SuppressWarnings("unused") // through STATE
	private volatile int state;

	/** The batch in work, then those behind it; the worker's. */
	private @Nullable InboundBatch current;

	/** Since when it waits for a thread. */
	private long readySince;

	private volatile boolean sessionEnded;

	/**
	 * Runs nothing yet.
	 * @param queue where sessions wait for a thread
	 * @param calls the session's callbacks
	 * @param maxBacklog messages, or parts of them, that may wait
	 * @param maxBytes bytes of them that may wait
	 */
	SerialExecutor(RunQueue queue, HandlerCalls calls, int maxBacklog, long maxBytes) {
		super(maxBacklog, maxBytes);
		this.queue = queue;
		this.calls = calls;
	}

	@Override
	void mayReadOn() {
		this.queue.loop().execute(() -> this.calls.connection().resume(Connection.PAUSED_BY_BACKLOG));
	}

	/**
	 * Adds an event that the peer may cause as often as it likes to those of this pass.
	 * @param event what happened
	 * @param payload copied
	 * @return whether reading must pause
	 */
	boolean gather(InboundBatch.Event event, ByteBuffer payload) {
		int length = payload.remaining();
		gathered().add(event, payload);
		return read(length);
	}

	/**
	 * The events of this pass, in order.
	 * @return what {@link #submitGathered()} will submit
	 */
	InboundBatch gathered() {
		InboundBatch batch = this.gathered;
		if (batch == null) {
			batch = this.queue.loop().takeBatch();
			this.gathered = batch;
		}
		return batch;
	}

	/**
	 * The pass is over, or there is something to be said outside of one.
	 */
	void submitGathered() {
		InboundBatch batch = this.gathered;
		if (batch != null) {
			this.gathered = null;
			if (batch.messages() > 1) {
				gate().watchCork();
			}
			submit(batch);
		}
	}

	/**
	 * Adds a batch. Only the loop submits.
	 * @param batch handed over
	 */
	void submit(InboundBatch batch) {
		InboundBatch newest;
		do {
			newest = this.inbox;
			batch.link(newest);
		}
		while (!INBOX.compareAndSet(this, newest, batch));
		if (STATE.compareAndSet(this, IDLE, RUNNING)) {
			start();
		}
	}

	/**
	 * Works on after the peer has read replies, or after the connection has ended. Called
	 * on the loop.
	 */
	void relaxed() {
		if (STATE.compareAndSet(this, STRAINED, RUNNING)) {
			start();
		}
	}

	/**
	 * The session has ended: nobody is going to read replies any more, and a callback
	 * that goes on elsewhere is told. Called on the loop, behind the last event.
	 */
	void end() {
		relaxed();
		this.sessionEnded = true;
		if (this.state == SUSPENDED) {
			this.calls.tellSuspension();
		}
	}

	@Override
	public boolean isWaitingSince(long time) {
		return this.readySince - time <= 0;
	}

	@Override
	public HandlerCalls calls() {
		return this.calls;
	}

	@Override
	public void takeTurn() {
		if (this.calls.hasSuspension() && isSuspendedBehindRest()) {
			return;
		}
		int turn = EVENTS_A_TURN;
		do {
			InboundBatch batch = nextBatch();
			while (batch != null) {
				turn -= batch.events();
				if (!workInScope(batch)) {
					return;
				}
				this.current = batch.link();
				this.queue.loop().giveBatch(batch);
				if (turn <= 0) {
					start();
					return;
				}
				batch = nextBatch();
			}
			this.state = IDLE;
		}
		while (this.inbox != null && STATE.compareAndSet(this, IDLE, RUNNING));
	}

	private @Nullable InboundBatch nextBatch() {
		if (this.current == null) {
			InboundBatch newest = (InboundBatch) INBOX.getAndSet(this, null);
			InboundBatch oldest = null;
			while (newest != null) {
				InboundBatch older = newest.link();
				newest.link(oldest);
				oldest = newest;
				newest = older;
			}
			this.current = oldest;
		}
		return this.current;
	}

	/** What is left of a callback runs as the callback did. */
	private boolean isSuspendedBehindRest() {
		CallbackScope.Entered entered = this.calls.enter(true);
		try {
			return isSuspended();
		}
		finally {
			this.calls.leave(entered);
		}
	}

	private boolean workInScope(InboundBatch batch) {
		CallbackScope.Entered entered = this.calls.enter(batch.hasMore());
		try {
			return work(batch);
		}
		finally {
			this.calls.leave(entered);
		}
	}

	/**
	 * Works through a batch.
	 * @return {@code false} if it must wait, for the peer to read replies or for a
	 * callback that goes on elsewhere; the rest of the batch stays
	 */
	private boolean work(InboundBatch batch) {
		long begun = System.nanoTime();
		long corkedAt = begun;
		boolean corked = batch.messages() > 1;
		if (corked) {
			gate().cork();
		}
		int messages = 0;
		boolean data = false;
		try {
			while (batch.hasNext()) {
				InboundBatch.Event event = batch.next();
				if (event.isFromPeer() && mustWait()) {
					return false;
				}
				ByteBuffer payload = batch.nextPayload();
				int length = payload.remaining();
				if (event == InboundBatch.Event.TASK) {
					this.calls.run(batch.nextTask());
				}
				else {
					this.calls.handle(event, payload, batch.status());
				}
				data |= event.isData();
				if (event.isMessage()) {
					messages++;
				}
				if (event.isFromPeer()) {
					handled(length);
				}
				if (isSuspended()) {
					return false;
				}
				if (corked && batch.hasNext()) {
					corkedAt = recork(corkedAt);
				}
			}
			return true;
		}
		finally {
			if (corked) {
				gate().uncork();
			}
			if (data) {
				this.calls.handled(messages, System.nanoTime() - begun);
			}
		}
	}

	private long recork(long corkedAt) {
		long now = System.nanoTime();
		if (now - corkedAt < CORK_NANOS) {
			return corkedAt;
		}
		gate().uncork();
		gate().cork();
		return now;
	}

	private boolean mustWait() {
		if (!gate().isStrained()) {
			return false;
		}
		this.state = STRAINED;
		// it may have relaxed before it was told whom to wake
		return gate().isStrained() || !STATE.compareAndSet(this, STRAINED, RUNNING);
	}

	private boolean isSuspended() {
		HandlerSuspension suspension = this.calls.suspension();
		while (suspension != null) {
			this.state = SUSPENDED;
			if (suspension.park(this::wake)) {
				if (this.sessionEnded) {
					this.queue.loop().execute(this.calls::tellSuspension);
				}
				return true;
			}
			// it was resumed meanwhile, so that nobody else changes the state
			this.state = RUNNING;
			suspension = this.calls.suspension();
		}
		return false;
	}

	/** Called on the loop. */
	private void wake() {
		if (STATE.compareAndSet(this, SUSPENDED, RUNNING)) {
			start();
		}
	}

	private OutboundGate gate() {
		return this.calls.gate();
	}

	private void start() {
		this.readySince = this.queue.loop().now();
		this.queue.add(this);
	}

}
