package io.wsboot.transport;

/**
 * Whether a loop looks again for work before it sleeps. Waking a thread takes longer than
 * many a reply, so that looking again pays where peers answer at once; elsewhere it only
 * burns time. So it goes on while it pays, ends after a few times in vain, and comes back
 * when the loop was woken so soon that it would have paid. Confined to the loop.
 */
final class AdaptiveSpin {

	/** So many times in vain, and the loop sleeps. */
	private static final int MOST = 8;

	private final long nanos;

	private int credit = MOST;

	/**
	 * Looks again for so long.
	 * @param nanos nanoseconds; 0 for not at all
	 */
	AdaptiveSpin(long nanos) {
		this.nanos = nanos;
	}

	/**
	 * Whether looking again may pay now.
	 * @return {@code false} if the loop is to sleep
	 */
	boolean isWorthIt() {
		return this.nanos > 0 && this.credit > 0;
	}

	/**
	 * When to give up.
	 * @param now the time
	 * @return the end of the search
	 */
	long until(long now) {
		return now + this.nanos;
	}

	/**
	 * The loop has looked again.
	 * @param found whether there was work
	 */
	void looked(boolean found) {
		this.credit = found ? MOST : this.credit - 1;
	}

	/**
	 * The loop has slept.
	 * @param slept how long, in nanoseconds
	 */
	void slept(long slept) {
		if (slept < this.nanos && this.credit < MOST) {
			this.credit++;
		}
	}

}
