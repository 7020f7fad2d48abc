package io.wsboot.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.wsboot.protocol.Kernels;

/**
 * What all rounds measured on one JDK.
 */
final class KernelResults {

	private final Map<Kernels.Case, List<Pair>> pairs = new HashMap<>();

	private String vm = "";

	void add(Kernels.Case kernel, Pair pair) {
		this.vm = pair.ours().vm();
		this.pairs.computeIfAbsent(kernel, (key) -> new ArrayList<>()).add(pair);
	}

	String vm() {
		return this.vm;
	}

	/**
	 * The middle of all rounds; of an even number, the mean of the two in the middle.
	 */
	double median(Kernels.Case kernel, ToDoubleFunction<Pair> value) {
		double[] sorted = sorted(kernel, value);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	double least(Kernels.Case kernel, ToDoubleFunction<Pair> value) {
		return sorted(kernel, value)[0];
	}

	double most(Kernels.Case kernel, ToDoubleFunction<Pair> value) {
		double[] sorted = sorted(kernel, value);
		return sorted[sorted.length - 1];
	}

	private double[] sorted(Kernels.Case kernel, ToDoubleFunction<Pair> value) {
		return this.pairs.getOrDefault(kernel, List.of()).stream().mapToDouble(value).sorted().toArray();
	}

}
