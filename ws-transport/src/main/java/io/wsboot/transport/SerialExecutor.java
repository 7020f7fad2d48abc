package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs the callbacks of one session in order on an executor that many sessions share.
 * <p>
 * The loop submits batches; at most one thread works through them. It stops while the
 * peer does not read replies, and gives other sessions a turn now and then. An executor
 * that rejects is asked again by the loop: nothing is lost, and no callback runs on a
 * loop.
 */
final class SerialExecutor extends Deadlines.Timed implements Runnable {

	private static final Logger logger = System.getLogger(SerialExecutor.class.getName());

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** Replies wait no longer than this for the callbacks behind them. */
	private static final long CORK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private static final int EVENTS_A_TURN = 256;

	/** Whether a thread runs callbacks. */
	private static final ThreadLocal<@Nullable Boolean> ON_HANDLER_THREAD = new ThreadLocal<>();

	private static final VarHandle INBOX;

	private static final VarHandle STATE;

	/** Nothing to do. */
	private static final int IDLE = 0;

	/** A thread works, or has been asked for. */
	private static final int RUNNING = 1;

	/** Waits until the peer has read replies. */
	private static final int STRAINED = 2;

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

	private final EventLoop loop;

	private final Executor executor;

	private final HandlerCalls calls;

	private final OutboundGate gate;

	private final Backlog backlog;

	/** Submitted batches, the newest first. */
	@SuppressWarnings("unused") // through INBOX
	private volatile @Nullable InboundBatch inbox;

	@SuppressWarnings("unused") // through STATE
	private volatile int state;

	/** The batch in work, then those behind it; the worker's. */
	private @Nullable InboundBatch current;

	/** Since when the executor rejects; the loop's. */
	private long rejectedSince;

	private volatile boolean rejected;

	SerialExecutor(EventLoop loop, Executor executor, HandlerCalls calls, OutboundGate gate, Backlog backlog) {
		this.loop = loop;
		this.executor = executor;
		this.calls = calls;
		this.gate = gate;
		this.backlog = backlog;
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
	 * Whether the current thread runs callbacks, of whatever session.
	 * @return {@code true} within a callback that does not run on a loop
	 */
	static boolean isOnHandlerThread() {
		return ON_HANDLER_THREAD.get() != null;
	}

	@Override
	public void run() {
		ON_HANDLER_THREAD.set(true);
		try {
			takeTurn();
		}
		finally {
			ON_HANDLER_THREAD.remove();
		}
	}

	private void takeTurn() {
		int turn = EVENTS_A_TURN;
		do {
			InboundBatch batch = nextBatch();
			while (batch != null) {
				turn -= batch.events();
				if (!work(batch)) {
					return;
				}
				this.current = batch.link();
				this.loop.giveBatch(batch);
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

	@Override
	long deadline(long now) {
		start();
		return Deadlines.NEVER;
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

	/**
	 * Works through a batch.
	 * @return {@code false} if it must wait until the peer has read replies; the rest of
	 * the batch stays
	 */
	private boolean work(InboundBatch batch) {
		long begun = System.nanoTime();
		long corkedAt = begun;
		boolean corked = batch.messages() > 1;
		if (corked) {
			this.gate.cork();
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
				this.calls.handle(event, payload, batch.status());
				data |= event.isData();
				if (event.isMessage()) {
					messages++;
				}
				if (event.isFromPeer()) {
					this.backlog.handled(length);
				}
				if (corked && batch.hasNext()) {
					corkedAt = recork(corkedAt);
				}
			}
			return true;
		}
		finally {
			if (corked) {
				this.gate.uncork();
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
		this.gate.uncork();
		this.gate.cork();
		return now;
	}

	private boolean mustWait() {
		if (!this.gate.isStrained()) {
			return false;
		}
		this.state = STRAINED;
		// it may have relaxed before it was told whom to wake
		return this.gate.isStrained() || !STATE.compareAndSet(this, STRAINED, RUNNING);
	}

	private void start() {
		try {
			this.executor.execute(this);
			this.rejected = false;
		}
		catch (Throwable failure) {
			// full, or out of threads: whatever it is, nothing is lost
			this.loop.executeNow(() -> retry(failure));
		}
	}

	private void retry(Throwable failure) {
		long now = this.loop.time();
		if (!this.rejected) {
			this.rejected = true;
			this.rejectedSince = now;
			Level level = (failure instanceof RejectedExecutionException) ? Level.DEBUG : Level.WARNING;
			logger.log(level, "The handlers' executor takes nothing; callbacks wait", failure);
		}
		else if (now - this.rejectedSince > GIVE_UP_NANOS) {
			this.gate.close(Closes.EXECUTOR_FULL);
		}
		this.loop.deadlines().schedule(this, now + RETRY_NANOS);
	}

}
