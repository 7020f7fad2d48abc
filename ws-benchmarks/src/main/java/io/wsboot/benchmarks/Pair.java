package io.wsboot.benchmarks;

/**
 * Both sides of a case, measured one after the other.
 *
 * @param ours this project
 * @param theirs what it is compared with
 */
record Pair(Measurement ours, Measurement theirs) {

	/**
	 * How many times as fast this project is.
	 */
	double ratio() {
		return this.theirs.nanos() / this.ours.nanos();
	}

}
