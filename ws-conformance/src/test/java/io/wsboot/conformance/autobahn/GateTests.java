package io.wsboot.conformance.autobahn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The gate lets no fault pass, whatever the suite calls it.
 */
class GateTests {

	private static final List<String> CASES = List.of("1.1.1", "6.4.1", "10.1.1");

	@TempDir
	private Path reports;

	@Test
	void aRunIsGoodIfEveryCaseIsOkOrInformational() throws IOException {
		assertThat(judge(result("1.1.1", "OK", "OK"), result("6.4.1", "INFORMATIONAL", "OK"),
				result("10.1.1", "OK", "INFORMATIONAL")))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "NON-STRICT, OK", "UNIMPLEMENTED, OK", "FAILED, OK", "UNCLEAN, OK", "OK, FAILED BY CLIENT",
			"OK, WRONG CODE", "OK, UNCLEAN", "OK, FAILED", "ok, OK", "'', OK" })
	void aVerdictThatIsNotGoodIsAFault(String behavior, String behaviorClose) throws IOException {
		assertThat(judge(result("1.1.1", "OK", "OK"), result("6.4.1", behavior, behaviorClose),
				result("10.1.1", "OK", "OK")))
			.containsExactly("testee, case 6.4.1: expected OK or INFORMATIONAL, got behavior " + behavior
					+ " and behaviorClose " + behaviorClose + "; see " + this.reports.resolve("testee_6.4.1.json"));
	}

	@Test
	void aCaseWithoutAResultIsAFault() throws IOException {
		assertThat(judge(result("1.1.1", "OK", "OK"), result("10.1.1", "OK", "OK")))
			.containsExactly("testee, case 6.4.1: expected a result, got none; the run was cut short");
	}

	@Test
	void aResultWithoutAVerdictIsAFault() throws IOException {
		assertThat(
				judge(result("1.1.1", "OK", "OK"), "\"6.4.1\": {\"behavior\": \"OK\"}", result("10.1.1", "OK", "OK")))
			.singleElement()
			.asString()
			.contains("case 6.4.1", "behaviorClose MISSING");
	}

	@Test
	void aCaseThatNobodyKnowsIsAFault() throws IOException {
		assertThat(judge(result("1.1.1", "OK", "OK"), result("6.4.1", "OK", "OK"), result("10.1.1", "OK", "OK"),
				result("11.1.1", "OK", "OK")))
			.containsExactly("testee, case 11.1.1: reported, but not in cases.txt");
	}

	@Test
	void aTesteeWithoutResultsFailsEveryCase() throws IOException {
		write(result("1.1.1", "OK", "OK"), result("6.4.1", "OK", "OK"), result("10.1.1", "OK", "OK"));
		assertThat(Gate.faults(CaseResult.readAll(this.reports), List.of("testee", "another"), CASES)).hasSize(3)
			.allMatch((fault) -> fault.startsWith("another, case "));
	}

	@Test
	void anIndexThatIsCutIsNoIndex() throws IOException {
		Files.writeString(this.reports.resolve("index.json"), "{\"testee\": {\"1.1.1\": {\"behavior\": \"OK\"");
		assertThat(catchThrowable(() -> CaseResult.readAll(this.reports))).isInstanceOf(JacksonException.class);
	}

	private List<String> judge(String... results) throws IOException {
		write(results);
		return Gate.faults(CaseResult.readAll(this.reports), List.of("testee"), CASES);
	}

	private void write(String... results) throws IOException {
		Files.writeString(this.reports.resolve("index.json"), "{\"testee\": {" + String.join(",", results) + "}}");
	}

	private static String result(String id, String behavior, String behaviorClose) {
		return """
				"%1$s": {"behavior": "%2$s", "behaviorClose": "%3$s", "duration": 2, "remoteCloseCode": 1000,
				"reportfile": "testee_%1$s.json"}""".formatted(id, behavior, behaviorClose);
	}

}
