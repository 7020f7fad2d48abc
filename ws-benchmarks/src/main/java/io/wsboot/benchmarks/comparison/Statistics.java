package io.wsboot.benchmarks.comparison;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The lowest, the middle and the highest of some values. Of an even number, the middle is
 * the mean of the two in the middle.
 *
 * @param least the lowest
 * @param median the middle
 * @param most the highest
 */
record Statistics(double least, double median, double most) {

	static <T> Statistics of(List<T> samples, ToDoubleFunction<T> value) {
		if (samples.isEmpty()) {
			throw new IllegalArgumentException("There is no middle of nothing");
		}
		double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Statistics(sorted[0], median, sorted[sorted.length - 1]);
	}

}
