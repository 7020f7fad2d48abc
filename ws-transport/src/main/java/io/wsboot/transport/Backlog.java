package io.wsboot.transport;

/**
 * How many messages of one session, and control frames its handler wants, have been read
 * and not yet handled. Reading pauses at the limit and goes on below half of it.
 * <p>
 * The loop counts in, the thread that runs the callbacks counts out; neither locks. Of
 * what was counted only differences mean something, so messages may be counted beyond
 * what an {@code int} holds. The lower layer of a {@link SerialExecutor}.
 */
abstract class Backlog {

	private final int maxMessages;

	private final long maxBytes;

	private volatile int messagesIn;

	private volatile int messagesOut;

	private volatile long bytesIn;

	private volatile long bytesOut;

	/** Whether the loop waits to be told that it may read on. */
	private volatile boolean paused;

	/**
	 * An empty backlog.
	 * @param maxMessages messages that may wait
	 * @param maxBytes payload bytes that may wait
	 */
	Backlog(int maxMessages, long maxBytes) {
		this.maxMessages = maxMessages;
		this.maxBytes = maxBytes;
	}

	/**
	 * A pause is over. Called on the handler's thread.
	 */
	abstract void mayReadOn();

	/**
	 * A message was read. Called on the loop.
	 * @param bytes its payload
	 * @return whether reading must pause
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the loop
	final boolean read(int bytes) {
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
	final void handled(int bytes) {
		this.messagesOut++;
		this.bytesOut += bytes;
		if (this.paused && !isAbove(this.maxMessages / 2, this.maxBytes / 2)) {
			this.paused = false;
			mayReadOn();
		}
	}

	private boolean isAbove(long messages, long bytes) {
		return this.messagesIn - this.messagesOut > messages || this.bytesIn - this.bytesOut > bytes;
	}

}
