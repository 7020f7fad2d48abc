package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.wsboot.benchmarks.load.Fields;

/**
 * Measures all servers, round after round, in turns: forwards, backwards, forwards. What
 * disturbs the machine for a while disturbs one round of each.
 */
final class Contest {

	/** A measurement with more noise than this is done again once. */
	private static final double TOO_NOISY = 0.12;

	private static final int STARTING_SECONDS = 60;

	private final ContestOptions options;

	private final Cores cores;

	private final Results results = new Results();

	Contest(ContestOptions options, Cores cores) {
		this.options = options;
		this.cores = cores;
	}

	Results run(List<Contestant> contestants) {
		for (int round = 1; round <= this.options.rounds(); round++) {
			List<Contestant> order = new ArrayList<>(contestants);
			if (round % 2 == 0) {
				Collections.reverse(order);
			}
			for (Contestant contestant : order) {
				say("Round %d of %d: %s", round, this.options.rounds(), contestant.name());
				measure(contestant, round);
			}
		}
		return this.results;
	}

	private void measure(Contestant contestant, int round) {
		Set<Scenario.Mode> modes = EnumSet.noneOf(Scenario.Mode.class);
		for (Scenario scenario : this.options.scenarios()) {
			if (contestant.takesPartIn(scenario)) {
				modes.add(scenario.mode());
			}
		}
		if (round > 1) {
			// memory does not depend on who else is running
			modes.remove(Scenario.Mode.IDLE);
		}
		for (Scenario.Mode mode : modes) {
			measure(contestant, mode);
		}
	}

	private void measure(Contestant contestant, Scenario.Mode mode) {
		try (ServerProcess server = ServerProcess.start(contestant, mode, this.cores);
				Generator generator = Generator.start(contestant, mode, server, this.cores)) {
			try {
				Fields ready = generator.ask("await seconds=" + STARTING_SECONDS);
				if (ready.number("faults") > 0) {
					throw new IOException("it did not start: " + ready.text("first-fault", ""));
				}
				measure(contestant, mode, server, generator);
			}
			catch (IOException ex) {
				fail("%s: %s%n%s", contestant.name(), ex, server.lastWords());
			}
		}
		catch (IOException ex) {
			fail("%s: %s", contestant.name(), ex);
		}
	}

	private void measure(Contestant contestant, Scenario.Mode mode, ServerProcess server, Generator generator)
			throws IOException {
		if (mode != Scenario.Mode.IDLE) {
			rates(contestant, mode, server, generator);
			return;
		}
		IdleProbe probe = new IdleProbe(this.options.jvm(), this.options.wave());
		IdleSample sample = probe.look(server, generator, this.options.runsOnJvm(contestant),
				this.options.durations().warmUp() / 2);
		this.results.add(contestant.name(), sample);
		say("  g: %.0f B on the heap for each of %d connections", sample.heap(), sample.connections());
	}

	private void rates(Contestant contestant, Scenario.Mode mode, ServerProcess server, Generator generator)
			throws IOException {
		List<Scenario> scenarios = this.options.scenarios()
			.stream()
			.filter((scenario) -> scenario.mode() == mode)
			.toList();
		int crowd = new IdleProbe(this.options.jvm(), this.options.wave()).connections();
		for (Scenario scenario : scenarios) {
			if (scenario != Scenario.H) {
				double seconds = this.options.durations().warmUp() / scenarios.size();
				answered(scenario, Sample.of(generator.ask(scenario.warmUp(seconds, crowd))));
			}
		}
		this.cores.pinServer(server.pid());
		for (Scenario scenario : scenarios) {
			Sample sample = measure(scenario, scenario.task(this.options.durations(), crowd), generator);
			answered(scenario, sample);
			this.results.add(scenario, contestant.name(), sample);
			say("  %s: %.0f/s, %.2f us of processor time each, noise %.0f %%", scenario.letter(), sample.rate(),
					sample.costOfMessage(), 100 * sample.noise());
		}
	}

	/**
	 * Gives a server up that answers nothing, and tells what was wrong with answers.
	 */
	private static void answered(Scenario scenario, Sample sample) throws IOException {
		if (sample.messages() == 0) {
			throw new IOException("nothing was answered in " + scenario.letter() + ": " + sample.firstFault());
		}
		if (sample.faults() > 0) {
			say("  %s: %d faults: %s", scenario.letter(), sample.faults(), sample.firstFault());
		}
	}

	private Sample measure(Scenario scenario, String task, Generator generator) throws IOException {
		if (scenario == Scenario.E) {
			List<Process> awake = this.cores.keepAwake();
			try {
				return Sample.of(generator.ask(task)).withoutNoise();
			}
			finally {
				Cores.stop(awake);
			}
		}
		Sample sample = Sample.of(generator.ask(task));
		if (sample.noise() <= TOO_NOISY || sample.faults() > 0 || this.options.quick()) {
			return sample;
		}
		Sample second = Sample.of(generator.ask(task));
		return (second.noise() < sample.noise() || second.faults() > 0) ? second : sample;
	}

	private void fail(String format, Object... values) {
		String failure = String.format(Locale.ROOT, format, values);
		this.results.fail(failure.lines().findFirst().orElse(""));
		say("  %s", failure);
	}

	private static void say(String format, Object... values) {
		System.out.println(String.format(Locale.ROOT, format, values));
	}

}
