package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * How busy one event loop is. The loop writes, which costs it a few stores a pass; any
 * thread may ask.
 */
public final class LoopLoad {

	/** The longest pass is remembered for one to two of these. */
	static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);

	/** No pass goes on. */
	private static final long IDLE = Long.MIN_VALUE;

	private static final VarHandle BEGUN;

	private static final VarHandle LONGEST;

	private static final VarHandle BEFORE;

	private static final VarHandle WINDOW;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			BEGUN = lookup.findVarHandle(LoopLoad.class, "begun", long.class);
			LONGEST = lookup.findVarHandle(LoopLoad.class, "longest", long.class);
			BEFORE = lookup.findVarHandle(LoopLoad.class, "before", long.class);
			WINDOW = lookup.findVarHandle(LoopLoad.class, "window", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** When the pass began that goes on, by {@link System#nanoTime()}. */
	private long begun = IDLE;

	/** The longest pass of this window. */
	private long longest;

	/** The longest pass of the window before. */
	private long before;

	/** When this window began. */
	private long window;

	private volatile int sessions;

	/**
	 * A loop that has done nothing yet.
	 * @param now the time of {@link System#nanoTime()}
	 */
	LoopLoad(long now) {
		this.window = now;
	}

	/**
	 * The sessions that the loop serves.
	 * @return the count at this moment
	 */
	public int sessions() {
		return this.sessions;
	}

	/**
	 * For how long the loop has kept sockets waiting that were ready: the longest pass
	 * that ended in the last minute, or in the one before, or the pass that goes on. So a
	 * loop that is held at this moment is seen while it is.
	 * @return nanoseconds; 0 if the loop has slept
	 */
	public long lagNanos() {
		return lagNanos(System.nanoTime());
	}

	long lagNanos(long now) {
		long begun = (long) BEGUN.getAcquire(this);
		// in the reverse order of how they are written, so that none is missed
		long longest = (long) LONGEST.getAcquire(this);
		long before = (long) BEFORE.getAcquire(this);
		long age = now - (long) WINDOW.getAcquire(this);
		long ended = (age < WINDOW_NANOS) ? Math.max(longest, before) : (age < 2 * WINDOW_NANOS) ? longest : 0;
		return (begun != IDLE) ? Math.max(ended, now - begun) : ended;
	}

	/**
	 * The loop has work to do. Called on the loop.
	 * @param now the time of {@link System#nanoTime()}
	 */
	void passBegins(long now) {
		BEGUN.setRelease(this, now);
	}

	/**
	 * The loop is about to look for work again. Does nothing if no pass goes on. Called
	 * on the loop.
	 * @param now the time of {@link System#nanoTime()}
	 */
	void passEnds(long now) {
		long took = now - this.begun;
		if (this.begun == IDLE) {
			return;
		}
		long age = now - this.window;
		if (age >= WINDOW_NANOS) {
			WINDOW.setRelease(this, now);
			BEFORE.setRelease(this, (age < 2 * WINDOW_NANOS) ? this.longest : 0);
			LONGEST.setRelease(this, took);
		}
		else if (took > this.longest) {
			LONGEST.setRelease(this, took);
		}
		BEGUN.setRelease(this, IDLE);
	}

	/**
	 * A session is served from now on. Called on the loop.
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
	void sessionOpened() {
		this.sessions++;
	}

	/**
	 * A session is not served any more. Called on the loop.
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
	void sessionClosed() {
		this.sessions--;
	}

}
