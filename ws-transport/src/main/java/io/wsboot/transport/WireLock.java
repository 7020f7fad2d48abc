package io.wsboot.transport;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The wire lock of one connection: the innermost layer of its {@link OutboundGate}, so
 * that it costs no object of its own. It is not reentrant.
 */
abstract class WireLock extends AbstractQueuedSynchronizer {

	private static final long serialVersionUID = 1L;

	private static final int FREE = 0;

	private static final int HELD = 1;

	/**
	 * Takes the lock if it is free.
	 * @return whether it was
	 */
	final boolean tryLock() {
		return compareAndSetState(FREE, HELD);
	}

	/**
	 * Takes the lock, and waits for it if need be. Never called on an event loop.
	 */
	final void awaitLock() {
		acquire(HELD);
	}

	final void unlock() {
		release(FREE);
	}

	@Override
	protected final boolean tryAcquire(int held) {
		return compareAndSetState(FREE, held);
	}

	@Override
	protected final boolean tryRelease(int free) {
		setState(free);
		return true;
	}

}
