package io.wsboot.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A callback of one session that goes on elsewhere. Who runs the session's callbacks
 * parks it and leaves; who resumes it wakes them on the loop. When the session has ended
 * it is waited for a bounded time, since the handler is still owed its last callback.
 */
class HandlerSuspension extends Deadlines.Timed implements Suspension {

	/** Where nothing is left to do, and nobody is told. */
	static final Runnable NOTHING = () -> {
	};

	/** Shorter than the end of a server waits for last callbacks. */
	private static final long AFTER_THE_END_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** Nobody runs callbacks of the session. */
	private static final Runnable PARKED = () -> {
	};

	/** Callbacks went on without it. */
	private static final Runnable LIFTED = () -> {
	};

	private final EventLoop loop;

	private final Runnable ended;

	/**
	 * {@code null} while the callback may still run, one of the constants, or the rest of
	 * the callback once it may go on.
	 */
	private final AtomicReference<@Nullable Runnable> state = new AtomicReference<>();

	/** Has callbacks go on; set before it is parked. */
	private @Nullable Runnable wake;

	/** Whether the session has ended; the loop's own. */
	private boolean toldOfEnd;

	/** When it is lifted; the loop's own. */
	private long liftedAt;

	/**
	 * A callback goes on elsewhere.
	 * @param loop the session's loop
	 * @param ended told, on the loop, when the session ends meanwhile
	 */
	HandlerSuspension(EventLoop loop, Runnable ended) {
		this.loop = loop;
		this.ended = ended;
	}

	@Override
	public void resume(Runnable last) {
		Runnable before;
		do {
			before = this.state.get();
			if (before == LIFTED) {
				return;
			}
			if (before != null && before != PARKED) {
				throw new IllegalStateException("A suspension is resumed once");
			}
		}
		while (!this.state.compareAndSet(before, last));
		if (before == PARKED) {
			wakeUp();
		}
	}

	static IllegalStateException suspendedBefore() {
		return new IllegalStateException("The callback has been suspended before");
	}

	/**
	 * No callback runs from now on.
	 * @param wake has them go on; run on the loop, once
	 * @return {@code false} if they may go on already
	 */
	final boolean park(Runnable wake) {
		if (this.state.get() == PARKED) {
			// who asks was woken for the one before, which was over by then
			return true;
		}
		this.wake = wake;
		boolean parked = this.state.compareAndSet(null, PARKED);
		if (parked) {
			parked();
		}
		return parked;
	}

	/**
	 * The callback has returned.
	 */
	void parked() {
	}

	/**
	 * What is left of the callback, once callbacks may go on.
	 * @return what to run before any other, {@code null} while it is suspended
	 */
	@Nullable Runnable rest() {
		Runnable now = this.state.get();
		return (now != PARKED) ? now : null;
	}

	/**
	 * The session has ended while it is parked. Called on the loop.
	 */
	void sessionEnded() {
		if (this.toldOfEnd) {
			return;
		}
		this.toldOfEnd = true;
		this.liftedAt = this.loop.now() + AFTER_THE_END_NANOS;
		this.loop.deadlines().schedule(this, this.liftedAt);
		this.ended.run();
	}

	@Override
	long deadline(long now) {
		if (rest() != null) {
			return Deadlines.NEVER;
		}
		if (now - this.liftedAt < 0) {
			return this.liftedAt;
		}
		if (this.state.compareAndSet(PARKED, LIFTED)) {
			wakeUp();
		}
		return Deadlines.NEVER;
	}

	private void wakeUp() {
		Runnable wake = this.wake;
		if (wake != null) {
			this.loop.execute(wake);
		}
	}

}
