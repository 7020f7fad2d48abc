package io.wsboot.conformance.autobahn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTableTests {

	private static final Path REPORT = Path.of("index.json");

	@TempDir
	private Path folder;

	@Test
	void aRunReplacesTheLinesOfItsCasesOnly() throws IOException {
		Path file = this.folder.resolve("table.txt");
		Files.writeString(file, table(result("2.1", "OK", "OK"), result("10.1.1", "OK", "OK")).text());
		ResultsTable table = new ResultsTable(List.of("testee")).read(file)
			.add(List.of(result("10.1.1", "FAILED", "OK")));
		assertThat(table.text().lines().filter((line) -> !line.startsWith("#"))).containsExactly("2.1      OK, OK",
				"10.1.1   FAILED, OK");
	}

	@Test
	void aTesteeThatMissedACaseShows() {
		ResultsTable table = new ResultsTable(List.of("one", "other"))
			.add(List.of(new CaseResult("other", "2.1", "OK", "OK", REPORT)));
		assertThat(table.text()).endsWith("2.1      MISSING                          OK, OK\n");
	}

	@Test
	void theSummaryCountsWhatIsGoodAndWhatIsNot() {
		assertThat(ResultsTable.summary(List.of(result("2.1", "OK", "OK"), result("2.2", "OK", "INFORMATIONAL"),
				result("2.3", "OK", "WRONG CODE"), result("10.1.1", "OK", "OK"))))
			.containsPattern("testee +2 +1 +1 +1\\R")
			.containsPattern("testee +10 +1 +0 +0\\R");
	}

	@Test
	void theTablesThatAreCheckedInHaveEveryCase() throws IOException {
		for (String table : new String[] { "autobahn-servers.txt", "autobahn-client.txt" }) {
			assertThat(Files.readAllLines(Path.of("..", "docs", "conformance", table))
				.stream()
				.filter((line) -> !line.startsWith("#"))
				.map((line) -> line.substring(0, line.indexOf(' ')))).isEqualTo(Cases.all());
		}
	}

	private static ResultsTable table(CaseResult... results) {
		return new ResultsTable(List.of("testee")).add(List.of(results));
	}

	private static CaseResult result(String id, String behavior, String behaviorClose) {
		return new CaseResult("testee", id, behavior, behaviorClose, REPORT);
	}

}
