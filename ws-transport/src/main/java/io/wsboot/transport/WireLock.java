package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The wire lock of one connection: the innermost layer of its {@link OutboundGate}. It is
 * not reentrant.
 * <p>
 * All that a connection keeps for it is one reference. Only application threads wait, and
 * seldom: each brings its own {@link Waiter}, all are woken when the lock is given back,
 * and whoever comes first takes it.
 */
abstract class WireLock {

	/** Somebody holds the lock, and nobody waits for it. */
	private static final Waiter HELD = new Waiter(null, null);

	private static final VarHandle NEWEST;

	static {
		try {
			NEWEST = MethodHandles.lookup().findVarHandle(WireLock.class, "newest", Waiter.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** {@code null} if the lock is free; the last to wait for it, or {@link #HELD}. */
	@SuppressWarnings("unused") // through NEWEST
	private volatile @Nullable Waiter newest;

	/**
	 * Takes the lock if it is free.
	 * @return whether it was
	 */
	final boolean tryLock() {
		return this.newest == null && NEWEST.compareAndSet(this, null, HELD);
	}

	/**
	 * Takes the lock, and waits for it if need be. Never called on an event loop.
	 */
	final void awaitLock() {
		boolean interrupted = false;
		while (!tryLock()) {
			Waiter before = this.newest;
			if (before != null) {
				interrupted |= await(new Waiter(before, Thread.currentThread()));
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	final void unlock() {
		Waiter waiter = (Waiter) NEWEST.getAndSet(this, null);
		while (waiter != null && waiter != HELD) {
			waiter.wake();
			waiter = waiter.before;
		}
	}

	/**
	 * Waits until the lock is given back, unless it has been, or others have come to
	 * wait.
	 * @return whether the thread was interrupted meanwhile
	 */
	private boolean await(Waiter self) {
		return NEWEST.compareAndSet(this, self.before, self) && self.park(this);
	}

	/**
	 * A thread that waits until the lock is given back.
	 */
	private static final class Waiter {

		private final @Nullable Waiter before;

		private final @Nullable Thread thread;

		private volatile boolean woken;

		Waiter(@Nullable Waiter before, @Nullable Thread thread) {
			this.before = before;
			this.thread = thread;
		}

		/**
		 * Waits to be woken.
		 * @param lock what is waited for
		 * @return whether the thread was interrupted meanwhile
		 */
		boolean park(WireLock lock) {
			boolean interrupted = false;
			while (!this.woken) {
				LockSupport.park(lock);
				interrupted |= Thread.interrupted();
			}
			return interrupted;
		}

		void wake() {
			this.woken = true;
			LockSupport.unpark(this.thread);
		}

	}

}
