package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The sessions of one loop whose callbacks wait for a thread of one executor.
 * <p>
 * A thread is asked for once in a pass, however many sessions the pass has made ready,
 * and serves them one after the other. Before it begins with one while others wait it
 * asks for another thread, so that no session waits behind a callback that blocks; but
 * never for more than one that has not begun, so that short callbacks do not wake threads
 * in vain.
 * <p>
 * An executor that rejects is asked again by the loop: nothing is lost, and no callback
 * runs on a loop. A session that has waited for long, or whose executor has been shut
 * down, is closed with 1013, and the JDK's common pool runs the callbacks that it is
 * still owed.
 */
final class RunQueue extends Deadlines.Timed implements Runnable {

	private static final Logger logger = System.getLogger(RunQueue.class.getName());

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** Then others who share the executor have a turn. */
	private static final int SESSIONS_A_TURN = 256;

	/** Whose callbacks a thread runs. */
	private static final ThreadLocal<@Nullable RunQueue> ON_HANDLER_THREAD = new ThreadLocal<>();

	private static final VarHandle ASKED;

	static {
		try {
			ASKED = MethodHandles.lookup().findVarHandle(RunQueue.class, "asked", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final EventLoop loop;

	private final Executor executor;

	private final ConcurrentLinkedQueue<ReadyCallbacks> ready = new ConcurrentLinkedQueue<>();

	/** Whether a thread was asked for that has not begun. */
	@SuppressWarnings("unused") // through ASKED
	private volatile boolean asked;

	/** Whether the loop will ask for a thread at the end of its pass; the loop's own. */
	private boolean dirty;

	private volatile boolean rejected;

	/** Since when the executor rejects; the loop's own. */
	private long rejectedSince;

	RunQueue(EventLoop loop, Executor executor) {
		this.loop = loop;
		this.executor = executor;
	}

	/**
	 * Whether the current thread runs callbacks, of whatever session.
	 * @return {@code true} within a callback that does not run on a loop
	 */
	static boolean isOnHandlerThread() {
		return ON_HANDLER_THREAD.get() != null;
	}

	/**
	 * Adds a session that is not in the queue.
	 * @param session has callbacks to run
	 */
	void add(ReadyCallbacks session) {
		if (session.calls().isExecutorGivenUp()) {
			runElsewhere(session);
			return;
		}
		this.ready.add(session);
		if (!this.loop.isCurrent()) {
			// the thread that adds looks for the next one itself
			return;
		}
		if (!this.dirty) {
			this.dirty = true;
			this.loop.dispatchLater(this);
		}
	}

	EventLoop loop() {
		return this.loop;
	}

	/**
	 * The pass ends. Called on the loop.
	 */
	void dispatch() {
		this.dirty = false;
		ask();
	}

	@Override
	public void run() {
		this.asked = false;
		if (EventLoop.isOnLoop()) {
			throw new RejectedExecutionException("The executor runs its caller, and callbacks do not run on a loop");
		}
		RunQueue outer = ON_HANDLER_THREAD.get();
		if (outer == this) {
			// the executor runs its caller, which goes on with the next session itself
			return;
		}
		ON_HANDLER_THREAD.set(this);
		try {
			do {
				serve();
				ask();
			}
			// still here if nobody else is going to be: the executor rejected, or ran us
			while (!this.asked && !this.ready.isEmpty());
		}
		finally {
			restore(outer);
		}
	}

	private static void restore(@Nullable RunQueue outer) {
		if (outer == null) {
			ON_HANDLER_THREAD.remove();
		}
		else {
			// a callback of the other has its thread help with what else waits
			ON_HANDLER_THREAD.set(outer);
		}
	}

	private void serve() {
		for (int left = SESSIONS_A_TURN; left > 0; left--) {
			ReadyCallbacks next = this.ready.poll();
			if (next == null) {
				return;
			}
			ask();
			next.takeTurn();
		}
	}

	@Override
	long deadline(long now) {
		ask();
		return Deadlines.NEVER;
	}

	/** Asks for a thread if a session waits for one and none is on its way. */
	private void ask() {
		if (this.ready.isEmpty() || !ASKED.compareAndSet(this, false, true)) {
			return;
		}
		try {
			this.executor.execute(this);
			this.rejected = false;
		}
		catch (Throwable failure) {
			// full, or out of threads: whatever it is, nothing is lost
			this.asked = false;
			rejected(failure);
		}
	}

	private void rejected(Throwable failure) {
		if (this.loop.isCurrent()) {
			retry(failure);
		}
		else if (!this.loop.offer(() -> retry(failure))) {
			// the loop has ended: nobody would ask again
			giveUp(this.loop.now());
		}
	}

	private void retry(Throwable failure) {
		long now = this.loop.now();
		if (!this.rejected) {
			this.rejected = true;
			this.rejectedSince = now;
			Level level = (failure instanceof RejectedExecutionException) ? Level.DEBUG : Level.WARNING;
			logger.log(level,
					"The handlers' executor takes nothing, and callbacks wait. Give it more threads, or a queue",
					failure);
		}
		if (isShutdown()) {
			giveUp(now);
		}
		else if (now - this.rejectedSince > GIVE_UP_NANOS) {
			giveUp(now - GIVE_UP_NANOS);
		}
		if (!this.ready.isEmpty()) {
			this.loop.deadlines().schedule(this, now + RETRY_NANOS);
		}
	}

	private boolean isShutdown() {
		return this.executor instanceof ExecutorService service && service.isShutdown();
	}

	/** Those that wait since then or longer are waited for no more. */
	private void giveUp(long waitingSince) {
		int ended = 0;
		for (ReadyCallbacks session : this.ready) {
			if (session.isWaitingSince(waitingSince) && this.ready.remove(session)) {
				session.calls().giveUpExecutor();
				runElsewhere(session);
				ended++;
			}
		}
		if (ended > 0) {
			logger.log(Level.WARNING, "The handlers' executor takes nothing, or has been shut down: " + ended
					+ " sessions are closed with 1013, and the common pool runs their last callbacks. Handlers block, or"
					+ " there are too few threads: raise ws.execution.pool-size, or make handlers return sooner");
		}
	}

	private void runElsewhere(ReadyCallbacks session) {
		ForkJoinPool.commonPool().execute(() -> {
			RunQueue outer = ON_HANDLER_THREAD.get();
			ON_HANDLER_THREAD.set(this);
			try {
				session.takeTurn();
			}
			finally {
				restore(outer);
			}
		});
	}

}
