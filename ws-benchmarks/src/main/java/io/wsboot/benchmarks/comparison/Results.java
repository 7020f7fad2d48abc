package io.wsboot.benchmarks.comparison;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What all rounds measured.
 */
final class Results {

	private final Map<Scenario, Map<String, List<Sample>>> samples = new EnumMap<>(Scenario.class);

	private final Map<String, List<IdleSample>> idle = new LinkedHashMap<>();

	private final List<String> failures = new ArrayList<>();

	void add(Scenario scenario, String server, Sample sample) {
		this.samples.computeIfAbsent(scenario, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(server, (key) -> new ArrayList<>())
			.add(sample);
	}

	void add(String server, IdleSample sample) {
		this.idle.computeIfAbsent(server, (key) -> new ArrayList<>()).add(sample);
	}

	/**
	 * Notes that a server could not be measured.
	 */
	void fail(String what) {
		this.failures.add(what);
	}

	List<Sample> of(Scenario scenario, String server) {
		return this.samples.getOrDefault(scenario, Map.of()).getOrDefault(server, List.of());
	}

	List<IdleSample> idle(String server) {
		return this.idle.getOrDefault(server, List.of());
	}

	boolean has(Scenario scenario) {
		return (scenario == Scenario.G) ? !this.idle.isEmpty() : this.samples.containsKey(scenario);
	}

	/**
	 * The middle of a value, if the server was measured.
	 */
	OptionalDouble median(Scenario scenario, String server, ToDoubleFunction<Sample> value) {
		List<Sample> all = of(scenario, server);
		return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.of(all, value).median());
	}

	List<String> failures() {
		return List.copyOf(this.failures);
	}

	long faults() {
		return this.samples.values()
			.stream()
			.flatMap((servers) -> servers.values().stream())
			.flatMap(List::stream)
			.mapToLong(Sample::faults)
			.sum() + this.idle.values().stream().flatMap(List::stream).mapToLong(IdleSample::faults).sum();
	}

}
