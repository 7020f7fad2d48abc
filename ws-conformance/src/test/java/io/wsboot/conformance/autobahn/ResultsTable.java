package io.wsboot.conformance.autobahn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of one direction as a text file, a line for each case. A run replaces the
 * lines of the cases it went through.
 */
final class ResultsTable {

	private final List<String> agents;

	private final Map<String, String> lines = new TreeMap<>(Cases.ORDER);

	ResultsTable(List<String> agents) {
		this.agents = agents;
	}

	/**
	 * Takes over what an earlier run left.
	 * @param file the table; may be missing
	 */
	ResultsTable read(Path file) throws IOException {
		if (Files.exists(file)) {
			Files.readAllLines(file)
				.stream()
				.filter((line) -> !line.startsWith("#"))
				.forEach((line) -> this.lines.put(line.substring(0, line.indexOf(' ')), line));
		}
		return this;
	}

	/**
	 * Puts in what this run found.
	 */
	ResultsTable add(Collection<CaseResult> results) {
		Map<String, Map<String, String>> verdicts = new TreeMap<>(Cases.ORDER);
		for (CaseResult result : results) {
			verdicts.computeIfAbsent(result.id(), (id) -> new TreeMap<>()).put(result.agent(), result.verdict());
		}
		verdicts.forEach((id, byAgent) -> this.lines.put(id, line(id, byAgent)));
		return this;
	}

	private String line(String id, Map<String, String> byAgent) {
		StringBuilder line = new StringBuilder("%-8s".formatted(id));
		for (String agent : this.agents) {
			line.append(" %-32s".formatted(byAgent.getOrDefault(agent, "MISSING")));
		}
		return line.toString().stripTrailing();
	}

	/**
	 * The whole file.
	 */
	String text() {
		StringBuilder text = new StringBuilder("# Autobahn|Testsuite 0.6.4; behavior, behaviorClose\n#       ");
		this.agents.forEach((agent) -> text.append(" %-32s".formatted(agent)));
		text.replace(text.toString().stripTrailing().length(), text.length(), "\n");
		this.lines.values().forEach((line) -> text.append(line).append('\n'));
		return text.toString();
	}

	/**
	 * How many cases of each group ended how.
	 */
	static String summary(Collection<CaseResult> results) {
		Map<String, int[]> counts = new TreeMap<>();
		for (CaseResult result : results) {
			String row = "%-32s %5s".formatted(result.agent(), Cases.group(result.id()));
			int verdict = result.verdict().equals("OK, OK") ? 0 : result.isGood() ? 1 : 2;
			counts.computeIfAbsent(row, (missing) -> new int[3])[verdict]++;
		}
		StringBuilder text = new StringBuilder(
				"%-32s %5s %5s %14s %6s%n".formatted("testee", "group", "OK", "INFORMATIONAL", "worse"));
		counts.forEach((row, count) -> text.append("%s %5d %14d %6d%n".formatted(row, count[0], count[1], count[2])));
		return text.toString();
	}

}
