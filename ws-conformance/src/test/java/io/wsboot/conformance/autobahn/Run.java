package io.wsboot.conformance.autobahn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One direction of the suite: which testees, which cases, and where the accepted table
 * is.
 *
 * @param name of the table's file
 * @param agents the testees
 * @param cases the cases of this run
 */
record Run(String name, List<String> agents, List<String> cases) {

	private static final Path ACCEPTED = Path.of("..", "docs", "conformance").toAbsolutePath().normalize();

	/**
	 * A run of the cases that {@code autobahn.cases} selects.
	 */
	static Run of(String name, String... agents) {
		return new Run(name, List.of(agents), Cases.select(System.getProperty("autobahn.cases", "all")));
	}

	/**
	 * The same for the suite. A whole run asks for whatever the suite has, so that a case
	 * that is missing in our list shows.
	 */
	List<String> patterns() {
		return this.cases.equals(Cases.all()) ? List.of("*") : this.cases;
	}

	/**
	 * Prints what was found, and fails unless it is good and what the accepted table
	 * says.
	 */
	void verify(List<CaseResult> results, Path folder) throws IOException {
		System.out.println(ResultsTable.summary(results));
		assertThat(Gate.faults(results, this.agents, this.cases)).as("faults, all reports in " + folder).isEmpty();
		Path accepted = ACCEPTED.resolve(this.name);
		Path found = folder.resolve(this.name);
		Files.writeString(found, new ResultsTable(this.agents).read(accepted).add(results).text());
		assertThat(changes(accepted, found))
			.as("lines that differ; if the new results are right: cp %s %s", found, accepted)
			.isEmpty();
	}

	private static List<String> changes(Path accepted, Path found) throws IOException {
		List<String> before = Files.exists(accepted) ? Files.readAllLines(accepted) : List.of();
		List<String> after = Files.readAllLines(found);
		return after.stream().filter((line) -> !before.contains(line)).toList();
	}

}
