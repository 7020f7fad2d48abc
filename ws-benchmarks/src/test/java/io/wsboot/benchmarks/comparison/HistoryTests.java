package io.wsboot.benchmarks.comparison;

import java.util.List;

import io.wsboot.benchmarks.load.Fields;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryTests {

	private final History history = new History(ContestArguments.parse(List.of("--quick", "--rounds", "2")), 1.5);

	@Test
	void aRunIsARowOfRatios() throws Exception {
		Results results = results(75);
		results.add(Scenario.J, Findings.OURS, sample(1));
		results.add(Scenario.J, "netty-nio", sample(2));
		String row = rows(this.history.table("", results)).get(0);
		assertThat(row).contains(", quick | 2 | ", " | 1.5 | 0.75 | – | – | – | – | – | – | 0.50 | – |");
	}

	@Test
	void aNewRunTakesThePlaceOfTheOldestOfThree() throws Exception {
		String table = "";
		for (int rate : new int[] { 10, 20, 30, 40 }) {
			table = this.history.table("above\n\n" + table + "\nbelow\n", results(rate));
		}
		assertThat(rows(table)).hasSize(3);
		assertThat(rows(table).get(0)).contains("| 0.20 |");
		assertThat(rows(table).get(2)).contains("| 0.40 |");
	}

	@Test
	void rowsOfATableWithOtherColumnsAreNotTaken() throws Exception {
		String other = this.history.table("", results(10)).replace("| load |", "| weight |");
		assertThat(rows(this.history.table(other, results(20)))).hasSize(1);
	}

	private static Results results(double rate) {
		Results results = new Results();
		results.add(Scenario.A, Findings.OURS, sample(rate));
		results.add(Scenario.A, Contestants.RAW, sample(100));
		return results;
	}

	/** The higher the rate, the less is spent on a message. */
	private static Sample sample(double rate) {
		return Sample
			.of(new Fields("echo").with("rate", rate).with("messages", rate).with("user", 1).with("faults", 0));
	}

	private static List<String> rows(String table) {
		return table.lines().filter((line) -> line.startsWith("| 2")).toList();
	}

}
