package io.wsboot.benchmarks.comparison;

import java.util.List;

/**
 * The memory of a server while connections open and stay silent.
 *
 * @param steps what was seen before the first connection and after each wave
 * @param afterEcho what was seen when each connection had echoed one message
 * @param faults what the generator had to complain about
 */
record IdleSample(List<Step> steps, Step afterEcho, long faults) {

	/**
	 * What was seen.
	 *
	 * @param connections how many were open
	 * @param heap bytes on the heap after a collection
	 * @param resident bytes of the process in memory
	 */
	record Step(long connections, long heap, long resident) {

	}

	private Step first() {
		return this.steps.get(0);
	}

	private Step last() {
		return this.steps.get(this.steps.size() - 1);
	}

	long connections() {
		return last().connections();
	}

	/** Bytes on the heap for each connection. */
	double heap() {
		return (double) (last().heap() - first().heap()) / last().connections();
	}

	/** Bytes on the heap for each connection after it was used once. */
	double heapAfterEcho() {
		return (double) (this.afterEcho.heap() - first().heap()) / this.afterEcho.connections();
	}

	/**
	 * Bytes outside of the heap for each connection of the last wave. The heap is in
	 * memory from the start, so all growth is outside of it; and the first waves pay for
	 * buffers that all share and for the compiler.
	 */
	double outside() {
		Step before = this.steps.get(this.steps.size() - 2);
		return (double) (last().resident() - before.resident()) / (last().connections() - before.connections());
	}

}
