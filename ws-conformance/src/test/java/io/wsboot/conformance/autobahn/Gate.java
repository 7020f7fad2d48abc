package io.wsboot.conformance.autobahn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a run. Every testee must have been through every expected case, and nothing but
 * {@code OK} and {@code INFORMATIONAL} will do, for what happened and for how the
 * connection was closed.
 */
final class Gate {

	private Gate() {
	}

	/**
	 * Finds what is wrong with a run.
	 * @param results what the suite reported
	 * @param agents the testees
	 * @param cases the expected cases
	 * @return one sentence for each fault; empty if the run is good
	 */
	static List<String> faults(Collection<CaseResult> results, Collection<String> agents, Collection<String> cases) {
		Map<String, Map<String, CaseResult>> byAgent = new HashMap<>();
		for (CaseResult result : results) {
			byAgent.computeIfAbsent(result.agent(), (agent) -> new HashMap<>()).put(result.id(), result);
		}
		List<String> faults = new ArrayList<>();
		for (String agent : agents) {
			Map<String, CaseResult> reported = byAgent.getOrDefault(agent, Map.of());
			for (String id : cases) {
				judge(agent, id, reported, faults);
			}
			Set<String> unexpected = new HashSet<>(reported.keySet());
			unexpected.removeAll(cases);
			unexpected.stream()
				.sorted(Cases.ORDER)
				.forEach((id) -> faults.add("%s, case %s: reported, but not in cases.txt".formatted(agent, id)));
		}
		return faults;
	}

	private static void judge(String agent, String id, Map<String, CaseResult> reported, List<String> faults) {
		CaseResult result = reported.get(id);
		if (result == null) {
			faults.add("%s, case %s: expected a result, got none; the run was cut short".formatted(agent, id));
		}
		else if (!result.isGood()) {
			faults.add("%s, case %s: expected OK or INFORMATIONAL, got behavior %s and behaviorClose %s; see %s"
				.formatted(agent, id, result.behavior(), result.behaviorClose(), result.report()));
		}
	}

}
