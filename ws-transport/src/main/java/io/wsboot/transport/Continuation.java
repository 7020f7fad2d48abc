package io.wsboot.transport;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * A callback of one session that goes on on a thread of an executor. The thread is asked
 * for when the callback has returned, as for any other callbacks; nobody else is waited
 * for, so that the end of the session is not told before the rest has returned, however
 * long that takes.
 */
final class Continuation extends HandlerSuspension implements ReadyCallbacks {

	private final HandlerCalls calls;

	private final Executor executor;

	private final Runnable rest;

	/** Whether the rest is the rest of a message. */
	private boolean handlesMessage;

	/** Since when it waits for a thread. */
	private long readySince;

	/** Runs the rest at the moment. */
	private @Nullable Thread runner;

	/** What the rest has begun in turn. */
	private @Nullable HandlerSuspension next;

	/**
	 * A callback goes on.
	 * @param calls the session's callbacks
	 * @param executor runs the rest
	 * @param rest the rest of the callback
	 */
	Continuation(HandlerCalls calls, Executor executor, Runnable rest) {
		super(calls.loop(), NOTHING);
		this.calls = calls;
		this.executor = executor;
		this.rest = rest;
	}

	/**
	 * The callback was one for a message. Called before it is parked.
	 */
	void handlesMessage() {
		this.handlesMessage = true;
	}

	/**
	 * Whether the current thread runs the rest, so that this is the callback that may be
	 * suspended.
	 */
	boolean isRunning() {
		return this.runner == Thread.currentThread();
	}

	/**
	 * The rest goes on elsewhere in turn. Called within it.
	 * @param told told, on the loop, when the session ends meanwhile
	 * @return what has begun
	 * @throws IllegalStateException if it was suspended before
	 */
	Suspension suspend(Runnable told) {
		return begin(new SuspendedRest(told));
	}

	/**
	 * The rest goes on elsewhere in turn. Called within it.
	 * @param begun how
	 * @return the same
	 * @throws IllegalStateException if it was suspended before
	 */
	<S extends HandlerSuspension> S begin(S begun) {
		if (this.next != null) {
			throw suspendedBefore();
		}
		this.next = begun;
		return begun;
	}

	/** From now on, and not earlier, the rest does not overlap the callback. */
	@Override
	void parked() {
		this.calls.loop().executeNow(this::askForThread);
	}

	private void askForThread() {
		this.readySince = this.calls.loop().now();
		this.calls.loop().runQueue(this.executor).add(this);
	}

	/** There is nobody to be told: the rest returns by itself. */
	@Override
	void sessionEnded() {
	}

	@Override
	public void takeTurn() {
		this.runner = Thread.currentThread();
		long begun = System.nanoTime();
		CallbackScope.Entered entered = this.calls.enter(true);
		this.calls.run(this.rest);
		this.calls.leave(entered);
		this.runner = null;
		if (this.handlesMessage) {
			this.calls.handled(0, System.nanoTime() - begun);
		}
		HandlerSuspension goesOn = this.next;
		resume((goesOn != null) ? () -> this.calls.begin(goesOn) : NOTHING);
	}

	@Override
	public boolean isWaitingSince(long time) {
		return this.readySince - time <= 0;
	}

	@Override
	public HandlerCalls calls() {
		return this.calls;
	}

	/**
	 * What is left of the rest runs where the rest has run.
	 */
	private final class SuspendedRest extends HandlerSuspension {

		SuspendedRest(Runnable ended) {
			super(Continuation.this.calls.loop(), ended);
		}

		@Override
		public void resume(Runnable last) {
			super.resume(() -> Continuation.this.calls.continueOn(Continuation.this.executor, last));
		}

		@Override
		public void resume() {
			super.resume(NOTHING);
		}

	}

}
