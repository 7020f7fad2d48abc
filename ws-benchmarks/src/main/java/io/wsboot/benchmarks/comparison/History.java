package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The ratios of the last runs on a page, one row each, so that nobody has to believe a
 * single one. A new run takes the place of the oldest.
 */
final class History {

	private static final int RUNS = 3;

	private static final List<Scenario> OF_RAW = List.of(Scenario.A, Scenario.B, Scenario.C, Scenario.D, Scenario.F,
			Scenario.H);

	private static final List<Scenario> OF_NETTY = List.of(Scenario.I, Scenario.J, Scenario.K, Scenario.L, Scenario.M);

	private static final String HEADER = header();

	private final ContestOptions options;

	private final double load;

	/**
	 * Creates a history.
	 * @param options how the new run was measured
	 * @param load the load average before it
	 */
	History(ContestOptions options, double load) {
		this.options = options;
		this.load = load;
	}

	private static String header() {
		StringBuilder header = new StringBuilder("| run | rounds | JDK | load |");
		OF_RAW.forEach((scenario) -> header.append(' ').append(scenario.letter()).append(" |"));
		OF_NETTY.forEach((scenario) -> header.append(' ').append(scenario.letter()).append(" |"));
		header.append(" p99.9 in a | n to o |\n|---|--:|---|")
			.append("--:|".repeat(OF_RAW.size() + OF_NETTY.size() + 3));
		return header.append('\n').toString();
	}

	/**
	 * The table with the new run as its last row.
	 * @param before what the page has, with the runs before
	 * @param results what the new run has measured
	 */
	String table(String before, Results results) throws IOException {
		List<String> rows = new ArrayList<>(rows(before));
		rows.add(row(results));
		return """
				The last runs of ours-loop. a to h: its rate as a share of the raw echo's. i to m: how many times its processor
				time Netty takes for a message. Then the least slowest thousandth of all peers over its own, and the raw echo's
				growth from n to o over its own.

				"""
				+ HEADER + String.join("\n", rows.subList(Math.max(0, rows.size() - RUNS), rows.size())) + "\n";
	}

	/**
	 * The rows of a table with the same columns.
	 */
	private static List<String> rows(String before) {
		int header = before.indexOf(HEADER);
		return (header < 0) ? List.of()
				: before.substring(header + HEADER.length()).lines().takeWhile((line) -> line.startsWith("|")).toList();
	}

	private String row(Results results) throws IOException {
		StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %s%s | %d | %s | %.1f |",
				LocalDate.now(ZoneOffset.UTC), this.options.quick() ? ", quick" : "", this.options.rounds(),
				this.options.jvm().version().replaceFirst(".*build ([^,)]+).*", "$1"), this.load));
		for (Scenario scenario : OF_RAW) {
			OptionalDouble own = results.median(scenario, Findings.OURS, Sample::rate);
			OptionalDouble raw = results.median(scenario, Contestants.RAW, Sample::rate);
			cell(row, (own.isPresent() && raw.isPresent()) ? OptionalDouble.of(own.getAsDouble() / raw.getAsDouble())
					: OptionalDouble.empty());
		}
		List<Findings.Finding> findings = Findings.of(results);
		for (Scenario scenario : OF_NETTY) {
			cell(row, ratio(findings, Findings.processorTime(scenario)));
		}
		cell(row, ratio(findings, Findings.SLOWEST));
		cell(row, ratio(findings, Findings.GROWTH));
		return row.toString();
	}

	private static OptionalDouble ratio(List<Findings.Finding> findings, String what) {
		return findings.stream()
			.filter((finding) -> finding.what().equals(what))
			.mapToDouble(Findings.Finding::ratio)
			.findFirst();
	}

	private static void cell(StringBuilder row, OptionalDouble ratio) {
		row.append(ratio.isPresent() ? String.format(Locale.ROOT, " %.2f |", ratio.getAsDouble()) : " – |");
	}

}
