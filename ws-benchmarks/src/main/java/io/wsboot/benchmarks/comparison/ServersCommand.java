package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.util.List;

import io.wsboot.benchmarks.GeneratedSection;
import io.wsboot.benchmarks.Machine;

/**
 * Measures servers beside each other.
 */
public final class ServersCommand {

	private ServersCommand() {
	}

	/**
	 * Measures and prints the tables.
	 * @param args the options
	 * @return whether everything was measured, without a fault
	 * @throws IOException if a page cannot be written or a program not started
	 */
	public static boolean run(List<String> args) throws IOException {
		ContestOptions options = ContestArguments.parse(args);
		GeneratedSection section = (options.report() != null) ? GeneratedSection.of(options.report(), "servers") : null;
		Contestants all = new Contestants(options);
		List<Contestant> contestants = all.chosen();
		Cores cores = Cores.detect(options.favoured());
		for (Contestant missing : all.missing()) {
			System.out.printf("%s was not built and is left out: %s%n", missing.name(), missing.build());
		}
		double load = Machine.load();
		Results results = new Contest(options, cores).run(contestants);
		String report = new ContestReport(options, contestants, cores, load).write(results);
		System.out.println(report);
		if (section != null) {
			section.replace(report + "\n" + new History(options, load).table(section.content(), results));
		}
		return results.failures().isEmpty() && results.faults() == 0;
	}

}
