package io.wsboot.transport;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * When one connection's queue is flushed: at once; at the end of a loop's pass; or, for
 * the thread that runs a batch of callbacks, when it has sent enough or the batch takes
 * its time.
 */
abstract class Cork extends SocketWriter {

	/** A cork lets go when this much waits. */
	private static final long LIMIT = 64 * 1024;

	/** The handler's thread. */
	private volatile @Nullable Thread corkedBy;

	/** The loop's own. */
	private boolean corkedByLoop;

	/** Whether the loop is going to flush, cork or not. */
	private volatile boolean watched;

	/** Whether it waits for the loop to flush it in turn; the loop's own. */
	private boolean dirty;

	Cork(EventLoop loop, RawChannel channel, OutboundGate.Owner owner, OutboundPolicy policy) {
		super(loop, channel, owner, policy);
	}

	/**
	 * Sends of this thread wait for {@link #uncork()}.
	 */
	final void cork() {
		if (loop().isCurrent()) {
			this.corkedByLoop = true;
		}
		else {
			this.corkedBy = Thread.currentThread();
		}
	}

	final void uncork() {
		if (loop().isCurrent()) {
			this.corkedByLoop = false;
			land();
		}
		else if (this.corkedBy == Thread.currentThread()) {
			this.corkedBy = null;
		}
		write();
	}

	/**
	 * Whether a payload is certain to stay as it is until the loop's pass over this
	 * connection ends.
	 * @param payload what is to be sent
	 * @return {@code true} for what this connection has received in the pass
	 */
	final boolean staysDuringPass(ByteBuffer payload) {
		return loop().isCurrent() && this.corkedByLoop && loop().receiveBuffer().isLent(payload);
	}

	/**
	 * Has the loop flush soon, should the callbacks behind a cork take their time.
	 */
	final void watchCork() {
		if (!this.watched) {
			this.watched = true;
			loop().executeNow(() -> loop().watchCork(this));
		}
	}

	/**
	 * Flushes when its turn has come. Called on the loop.
	 */
	final void flushInTurn() {
		this.dirty = false;
		write();
	}

	/**
	 * Flushes in spite of the cork. Called on the loop.
	 */
	final void flushCorked() {
		// first, so that who sends from now on asks again
		this.watched = false;
		write();
	}

	/**
	 * Writes, now or at the end of what is going on.
	 */
	final void flushInTime() {
		if (loop().isCurrent()) {
			flushOnLoop();
		}
		else if (this.corkedBy == Thread.currentThread() && encodedBytes() < LIMIT) {
			watchCork();
		}
		else {
			write();
		}
	}

	private void flushOnLoop() {
		if (encodedBytes() >= LIMIT) {
			write();
		}
		else if (!this.corkedByLoop && !this.dirty) {
			this.dirty = true;
			loop().flushInTurn(this);
		}
	}

}
