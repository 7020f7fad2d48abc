package io.wsboot.conformance.autobahn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the suite says about one case and one testee.
 *
 * @param agent the testee's name
 * @param id the case, such as {@code 6.4.1}
 * @param behavior how the testee behaved
 * @param behaviorClose how it closed the connection
 * @param report the file with the details
 */
record CaseResult(String agent, String id, String behavior, String behaviorClose, Path report) {

	private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL");

	/**
	 * Reads the index of a run.
	 * @param folder where the suite wrote its reports
	 * @return the results, in no particular order
	 */
	static List<CaseResult> readAll(Path folder) {
		JsonNode index = JsonMapper.shared().readTree(folder.resolve("index.json").toFile());
		List<CaseResult> results = new ArrayList<>();
		index.forEachEntry((agent,
				cases) -> cases.forEachEntry((id,
						result) -> results.add(new CaseResult(agent, id, result.path("behavior").asString("MISSING"),
								result.path("behaviorClose").asString("MISSING"),
								folder.resolve(result.path("reportfile").asString("index.json"))))));
		return results;
	}

	/**
	 * Whether the testee did what the RFC asks for, fail-fast included, and closed the
	 * connection as it should.
	 */
	boolean isGood() {
		return GOOD.contains(this.behavior) && GOOD.contains(this.behaviorClose);
	}

	/**
	 * Both verdicts in one cell of a table.
	 */
	String verdict() {
		return this.behavior + ", " + this.behaviorClose;
	}

}
