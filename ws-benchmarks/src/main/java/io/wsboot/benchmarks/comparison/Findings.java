package io.wsboot.benchmarks.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What a reader asks first: our event loop beside the best of the others. More than 1 is
 * good for us everywhere.
 */
final class Findings {

	static final String OURS = "ours-loop";

	static final String SLOWEST = "slowest thousandth (p99.9) in a";

	static final String GROWTH = "growth of the processor time from n to o";

	private static final List<String> NETTY = Peer.ALL.stream()
		.map(Peer::name)
		.filter((name) -> name.startsWith("netty-"))
		.toList();

	private static final List<String> MESSAGES = NETTY.stream().filter((name) -> !isFrames(name)).toList();

	private static final List<String> FRAMES = NETTY.stream().filter(Findings::isFrames).toList();

	private static final List<String> PEERS = Peer.ALL.stream().map(Peer::name).toList();

	private final Results results;

	private final List<Finding> all = new ArrayList<>();

	/**
	 * One comparison.
	 *
	 * @param what what is compared
	 * @param other with whom
	 * @param ratio how many times as good ours is
	 */
	record Finding(String what, String other, double ratio) {

	}

	private Findings(Results results) {
		this.results = results;
	}

	/**
	 * Compares what was measured.
	 * @param results the measurements; what they lack is left out
	 */
	static List<Finding> of(Results results) {
		Findings findings = new Findings(results);
		for (Scenario scenario : Scenario.values()) {
			if (!scenario.mode().isPlain()) {
				findings.besideNetty(scenario, MESSAGES);
				findings.besideNetty(scenario, FRAMES);
			}
		}
		findings.least(SLOWEST, Scenario.A, PEERS, Sample::p999);
		findings.growth();
		return List.copyOf(findings.all);
	}

	/** The name of a comparison; the first with this name is with messages. */
	static String processorTime(Scenario scenario) {
		return title(scenario) + "processor time";
	}

	private static String title(Scenario scenario) {
		return scenario.letter() + ", " + scenario.title() + ": ";
	}

	private static boolean isFrames(String name) {
		return name.endsWith("-frames");
	}

	private void besideNetty(Scenario scenario, List<String> others) {
		OptionalDouble own = this.results.median(scenario, OURS, Sample::rate);
		best(scenario, others, (sample) -> -sample.rate())
			.ifPresent((other) -> add(title(scenario) + "messages a second", other, own,
					this.results.median(scenario, other, Sample::rate)));
		least(processorTime(scenario), scenario, others, Sample::costOfMessage);
	}

	/**
	 * Compares with whoever has the least of something.
	 */
	private void least(String what, Scenario scenario, List<String> others, ToDoubleFunction<Sample> value) {
		best(scenario, others, value).ifPresent((other) -> add(what, other, this.results.median(scenario, other, value),
				this.results.median(scenario, OURS, value)));
	}

	private Optional<String> best(Scenario scenario, List<String> others, ToDoubleFunction<Sample> value) {
		return others.stream()
			.filter((name) -> !this.results.of(scenario, name).isEmpty())
			.min(Comparator.comparingDouble((name) -> this.results.median(scenario, name, value).orElseThrow()));
	}

	/**
	 * By how much a message becomes dearer with the number of connections.
	 */
	private void growth() {
		add(GROWTH, Contestants.RAW, growth(Contestants.RAW), growth(OURS));
	}

	private OptionalDouble growth(String server) {
		OptionalDouble few = this.results.median(Scenario.N, server, Sample::costOfMessage);
		OptionalDouble many = this.results.median(Scenario.O, server, Sample::costOfMessage);
		return (few.isPresent() && many.isPresent() && few.getAsDouble() * many.getAsDouble() > 0)
				? OptionalDouble.of(many.getAsDouble() / few.getAsDouble()) : OptionalDouble.empty();
	}

	private void add(String what, String other, OptionalDouble more, OptionalDouble less) {
		if (more.isPresent() && less.isPresent() && less.getAsDouble() > 0) {
			this.all.add(new Finding(what, other, more.getAsDouble() / less.getAsDouble()));
		}
	}

}
