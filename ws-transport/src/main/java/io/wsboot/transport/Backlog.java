package io.wsboot.transport;

/**
 * How many messages of one session, and control frames its handler wants, have been read
 * and not yet handled. Reading pauses at the limit and goes on below half of it.
 * <p>
 * The loop counts in, the thread that runs the callbacks counts out; neither locks.
 */
final class Backlog {

	private final int maxMessages;

	private final long maxBytes;

	private final Runnable relaxed;

	private volatile long messagesIn;

	private volatile long bytesIn;

	private volatile long messagesOut;

	private volatile long bytesOut;

	/** Whether the loop waits to be told that it may read on. */
	private volatile boolean paused;

	/**
	 * An empty backlog.
	 * @param maxMessages messages that may wait
	 * @param maxBytes payload bytes that may wait
	 * @param relaxed told, on the handler's thread, when a pause is over
	 */
	Backlog(int maxMessages, long maxBytes, Runnable relaxed) {
		this.maxMessages = maxMessages;
		this.maxBytes = maxBytes;
		this.relaxed = relaxed;
	}

	/**
	 * A message was read. Called on the loop.
	 * @param bytes its payload
	 * @return whether reading must pause
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
	boolean read(int bytes) {
		this.messagesIn++;
		this.bytesIn += bytes;
		if (!isAbove(this.maxMessages, this.maxBytes)) {
			return false;
		}
		this.paused = true;
		// the handler may have caught up before it could see that it must tell
		if (isAbove(this.maxMessages / 2, this.maxBytes / 2)) {
			return true;
		}
		this.paused = false;
		return false;
	}

	/**
	 * A message's callback has returned. Called on the handler's thread.
	 * @param bytes its payload
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer: callbacks never overlap
	void handled(int bytes) {
		this.messagesOut++;
		this.bytesOut += bytes;
		if (this.paused && !isAbove(this.maxMessages / 2, this.maxBytes / 2)) {
			this.paused = false;
			this.relaxed.run();
		}
	}

	private boolean isAbove(long messages, long bytes) {
		return this.messagesIn - this.messagesOut > messages || this.bytesIn - this.bytesOut > bytes;
	}

}
