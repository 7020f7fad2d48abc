package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.wsboot.benchmarks.Machine;

/**
 * The tables as Markdown.
 */
final class ContestReport {

	/**
	 * Whose figures the others are compared with, the first of them that was measured.
	 */
	private static final List<String> NETTY = List.of("netty-epoll", "netty-nio");

	private final ContestOptions options;

	private final List<Contestant> contestants;

	private final Cores cores;

	private final double load;

	ContestReport(ContestOptions options, List<Contestant> contestants, Cores cores, double load) {
		this.options = options;
		this.contestants = contestants;
		this.cores = cores;
		this.load = load;
	}

	String write(Results results) throws IOException {
		StringBuilder text = new StringBuilder();
		line(text, "Measured on %s; %s with `%s`; load average before the run %.1f.", Machine.description(),
				this.options.jvm().version(), Jvm.FLAGS, this.load);
		line(text, "%s of %d %s. %s", this.options.quick() ? "A quick run" : "A full run", this.options.rounds(),
				(this.options.rounds() == 1) ? "round" : "rounds", this.cores.describe());
		for (String failure : results.failures()) {
			line(text, "%n**Not measured:** %s", failure);
		}
		names(text);
		overview(text, results);
		findings(text, results);
		for (Scenario scenario : this.options.scenarios()) {
			if (results.has(scenario)) {
				line(text, "%n**%s · %s**%n", scenario.letter(), scenario.title());
				if (scenario == Scenario.G) {
					idle(text, results);
				}
				else {
					table(text, scenario, results);
				}
			}
		}
		return text.toString();
	}

	private void names(StringBuilder text) {
		line(text, "%n| name | server |%n|---|---|");
		for (Contestant contestant : this.contestants) {
			line(text, "| %s | %s |", contestant.name(), contestant.what());
		}
	}

	/**
	 * One row for each server: its rate, and the share of the raw echo's.
	 */
	private void overview(StringBuilder text, Results results) {
		List<Scenario> rates = this.options.scenarios()
			.stream()
			.filter((scenario) -> scenario != Scenario.G && scenario.mode().isPlain() && results.has(scenario))
			.toList();
		if (rates.isEmpty()) {
			return;
		}
		text.append("\nMessages a second, and their share of what the raw echo reaches:\n\n| |");
		rates.forEach((scenario) -> text.append(' ').append(scenario.letter()).append(" |"));
		text.append("\n|---|").append("--:|".repeat(rates.size())).append('\n');
		for (Contestant contestant : this.contestants) {
			text.append("| ").append(contestant.name()).append(" |");
			for (Scenario scenario : rates) {
				OptionalDouble rate = results.median(scenario, contestant.name(), Sample::rate);
				text.append(' ')
					.append(rate.isPresent() ? rate(rate.getAsDouble()) + " · "
							+ share(scenario, contestant.name(), Contestants.RAW, results) : "")
					.append(" |");
			}
			text.append('\n');
		}
	}

	private static void findings(StringBuilder text, Results results) {
		List<Findings.Finding> findings = Findings.of(results);
		if (findings.isEmpty()) {
			return;
		}
		line(text, "%nours-loop beside the best of the others; more than 1 is good for ours:%n%n| | beside | ratio |");
		line(text, "|---|---|--:|");
		for (Findings.Finding finding : findings) {
			line(text, "| %s | %s | %.2f |", finding.what(), finding.other(), finding.ratio());
		}
	}

	private void table(StringBuilder text, Scenario scenario, Results results) {
		String netty = NETTY.stream().filter((name) -> !results.of(scenario, name).isEmpty()).findFirst().orElse("");
		line(text,
				"| | a second | range | of raw | of %s | us of processor time each | user %% | system %% |%s noise %% "
						+ "| generator %% | faults |",
				netty.isEmpty() ? "Netty" : netty, scenario.hasLatencies() ? " p50, us | p99, us | p99.9, us |" : "");
		line(text, "|---|--:|--:|--:|--:|--:|--:|--:|%s--:|--:|--:|", scenario.hasLatencies() ? "--:|--:|--:|" : "");
		for (Contestant contestant : this.contestants) {
			List<Sample> samples = results.of(scenario, contestant.name());
			if (samples.isEmpty()) {
				continue;
			}
			Statistics rate = Statistics.of(samples, Sample::rate);
			String latencies = scenario.hasLatencies() ? " %.0f | %.0f | %.0f |".formatted(median(samples, Sample::p50),
					median(samples, Sample::p99), median(samples, Sample::p999)) : "";
			line(text, "| %s | %s | %s to %s | %s | %s | %.2f | %s | %s |%s %s | %s | %d |", contestant.name(),
					rate(rate.median()), rate(rate.least()), rate(rate.most()),
					share(scenario, contestant.name(), Contestants.RAW, results),
					share(scenario, contestant.name(), netty, results), median(samples, Sample::costOfMessage),
					percent(samples, (sample) -> sample.user() / sample.seconds(), Sample::generator),
					percent(samples, (sample) -> sample.system() / sample.seconds(), Sample::generator), latencies,
					percent(samples, Sample::noise, Sample::core),
					percent(samples, Sample::generator, Sample::generator),
					samples.stream().mapToLong(Sample::faults).sum());
		}
		if (scenario.mode() == Scenario.Mode.DEFLATE) {
			sizes(text, scenario, results);
		}
		faults(text, scenario, results);
	}

	/**
	 * That a server has compressed, and as well as others.
	 */
	private void sizes(StringBuilder text, Scenario scenario, Results results) {
		line(text, "%nBytes of payload of a message when it came back: %s.",
				this.contestants.stream()
					.filter((contestant) -> !results.of(scenario, contestant.name()).isEmpty())
					.map((contestant) -> "%s %.0f".formatted(contestant.name(),
							median(results.of(scenario, contestant.name()), Sample::payload)))
					.collect(Collectors.joining(", ")));
	}

	private void faults(StringBuilder text, Scenario scenario, Results results) {
		for (Contestant contestant : this.contestants) {
			results.of(scenario, contestant.name())
				.stream()
				.filter((sample) -> sample.faults() > 0)
				.findFirst()
				.ifPresent(
						(sample) -> line(text, "%nThe first fault of %s: %s", contestant.name(), sample.firstFault()));
		}
	}

	private void idle(StringBuilder text, Results results) {
		line(text, "| | connections | bytes on the heap, each | after one echo each | outside of the heap, each | "
				+ "faults |%n|---|--:|--:|--:|--:|--:|");
		for (Contestant contestant : this.contestants) {
			for (IdleSample sample : results.idle(contestant.name())) {
				boolean java = this.options.runsOnJvm(contestant);
				line(text, "| %s | %d | %s | %s | %.0f | %d |", contestant.name(), sample.connections(),
						java ? "%.0f".formatted(sample.heap()) : "",
						java ? "%.0f".formatted(sample.heapAfterEcho()) : "", sample.outside(), sample.faults());
			}
		}
	}

	private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
		return Statistics.of(samples, value).median();
	}

	/**
	 * A part as a percentage, unless nothing is known of what it was taken from.
	 */
	private static String percent(List<Sample> samples, ToDoubleFunction<Sample> part,
			ToDoubleFunction<Sample> source) {
		boolean known = samples.stream().anyMatch((sample) -> source.applyAsDouble(sample) > 0);
		return known ? "%.0f".formatted(100 * median(samples, part)) : "–";
	}

	private static String share(Scenario scenario, String server, String other, Results results) {
		OptionalDouble own = results.median(scenario, server, Sample::rate);
		OptionalDouble whole = results.median(scenario, other, Sample::rate);
		if (own.isEmpty() || whole.isEmpty() || whole.getAsDouble() == 0) {
			return "–";
		}
		return String.format(Locale.ROOT, "%.2f", own.getAsDouble() / whole.getAsDouble());
	}

	/**
	 * A rate with three digits.
	 */
	static String rate(double value) {
		double scaled = (value >= 1e6) ? value / 1e6 : (value >= 1e3) ? value / 1e3 : value;
		String unit = (value >= 1e6) ? " M" : (value >= 1e3) ? " k" : "";
		String format = (scaled < 10) ? "%.2f" : (scaled < 100) ? "%.1f" : "%.0f";
		return String.format(Locale.ROOT, format, scaled) + unit;
	}

	private static void line(StringBuilder text, String format, Object... values) {
		text.append(String.format(Locale.ROOT, format, values)).append('\n');
	}

}
