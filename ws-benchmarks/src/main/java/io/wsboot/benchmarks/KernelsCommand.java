package io.wsboot.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsboot.protocol.Kernels;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures all kernels in rounds: whatever disturbs the machine for a while disturbs one
 * round of both sides, and shows in the spread.
 */
final class KernelsCommand {

	private KernelsCommand() {
	}

	static void run(KernelOptions options) throws RunnerException, IOException {
		GeneratedSection section = (options.report() != null) ? GeneratedSection.of(options.report(), "kernels") : null;
		List<Kernels.Group> groups = Kernels.ALL.stream()
			.filter((group) -> group.title().contains(options.only()))
			.toList();
		if (groups.isEmpty()) {
			throw new IllegalArgumentException("No comparison has a title with '" + options.only() + "'");
		}
		double load = Machine.load();
		Map<Path, KernelResults> results = new LinkedHashMap<>();
		for (int round = 1; round <= options.rounds(); round++) {
			for (Path jvm : options.jvms()) {
				System.out.printf("Round %d of %d on %s%n", round, options.rounds(), jvm);
				measure(groups, new KernelProcess(options.quick(), jvm),
						results.computeIfAbsent(jvm, (key) -> new KernelResults()));
			}
		}
		String report = new KernelReport(options, groups, load).write(new ArrayList<>(results.values()));
		System.out.println(report);
		if (section != null) {
			section.replace(report);
		}
	}

	private static void measure(List<Kernels.Group> groups, KernelProcess process, KernelResults results)
			throws RunnerException {
		for (Kernels.Group group : groups) {
			for (Kernels.Case kernel : group.cases()) {
				Pair pair = new Pair(process.measure(kernel, "ours"), process.measure(kernel, "theirs"));
				results.add(kernel, pair);
				System.out.printf("  %s, %s: %.1f ns, %s %.1f ns%n", group.title(), kernel.row().label(),
						pair.ours().nanos(), group.rival(), pair.theirs().nanos());
			}
		}
	}

}
