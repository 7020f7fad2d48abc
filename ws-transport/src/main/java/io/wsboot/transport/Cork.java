package io.wsboot.transport;

import org.jspecify.annotations.Nullable;

/**
 * When one connection's queue is flushed: at once; at the end of a loop's pass; or, for
 * the thread that runs a batch of callbacks, when it has sent enough or the batch takes
 * its time.
 */
final class Cork {

	/** A cork lets go when this much waits. */
	private static final long LIMIT = 64 * 1024;

	private final EventLoop loop;

	private final WriteQueue queue;

	private final SocketWriter writer;

	private volatile @Nullable Thread corkedBy;

	/** Whether the loop is going to flush, cork or not. */
	private volatile boolean watched;

	/** Since when the loop watches; the loop's own. */
	private long watchedSince;

	/** Whether the loop will flush at the end of its pass; the loop's own. */
	private boolean dirty;

	Cork(EventLoop loop, WriteQueue queue, SocketWriter writer) {
		this.loop = loop;
		this.queue = queue;
		this.writer = writer;
	}

	/**
	 * Sends of this thread wait for {@link #pull()}.
	 */
	void put() {
		this.corkedBy = Thread.currentThread();
	}

	void pull() {
		if (this.corkedBy == Thread.currentThread()) {
			this.corkedBy = null;
		}
		flushNow();
	}

	/**
	 * Has the loop flush soon, should the callbacks behind a cork take their time.
	 */
	void watch() {
		if (!this.watched) {
			this.watched = true;
			this.loop.executeNow(() -> this.loop.watchCork(this));
		}
	}

	long watchedSince() {
		return this.watchedSince;
	}

	void watchedSince(long now) {
		this.watchedSince = now;
	}

	/**
	 * Flushes in spite of the cork. Called on the loop.
	 */
	void flushCorked() {
		// first, so that who sends from now on asks again
		this.watched = false;
		flushNow();
	}

	/**
	 * Writes, now or at the end of what is going on.
	 */
	void flush() {
		if (this.corkedBy == Thread.currentThread() && this.queue.queuedBytes() < LIMIT) {
			if (!this.loop.isCurrent()) {
				watch();
			}
			return;
		}
		if (!this.loop.isCurrent()) {
			flushNow();
		}
		else if (!this.dirty) {
			this.dirty = true;
			this.loop.flushLater(this);
		}
	}

	/**
	 * Writes what waits, if the kernel takes it and nobody else writes.
	 */
	void flushNow() {
		if (this.loop.isCurrent()) {
			this.dirty = false;
		}
		this.writer.write();
	}

}
