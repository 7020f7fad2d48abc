package io.wsboot.protocol;

/**
 * One side of a {@link Comparison}.
 */
interface Contender {

	/**
	 * Does the work once.
	 * @return something that depends on all of it, so that no compiler leaves it out
	 * @throws Exception if the work failed, which fails the run
	 */
	long pass() throws Exception;

	/**
	 * What has been done so far.
	 * @return the sum of all passes
	 */
	Tally tally();

	/**
	 * Which thread does the work.
	 * @return the one that calls {@link #pass()}, unless overridden
	 */
	default Thread thread() {
		return Thread.currentThread();
	}

	/**
	 * Gives back what is not the collector's.
	 * @throws Exception if that failed
	 */
	default void release() throws Exception {
	}

}
