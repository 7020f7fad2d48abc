package io.wsboot.benchmarks.comparison;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the options of the command line.
 */
final class ContestArguments {

	private static final Scenario.Durations LONG = new Scenario.Durations(6, 0.4, 1.6);

	private static final Scenario.Durations SHORT = new Scenario.Durations(4, 0.3, 1);

	private static final int QUICK_WAVE = 1_000;

	private static final double LONGEST = 600;

	private final boolean quick;

	private int rounds;

	private List<Scenario> scenarios = List.of(Scenario.values());

	private List<String> servers = List.of();

	private final List<ContestOptions.External> externals = new ArrayList<>();

	private Jvm jvm = Jvm.own();

	private Scenario.Durations durations;

	private int wave;

	private boolean favoured;

	private @Nullable Path peers;

	private @Nullable Path report;

	private ContestArguments(boolean quick) {
		this.quick = quick;
		this.rounds = quick ? 1 : 3;
		this.durations = quick ? SHORT : LONG;
		this.wave = quick ? QUICK_WAVE : IdleProbe.largestWave();
	}

	static ContestOptions parse(List<String> args) {
		ContestArguments arguments = new ContestArguments(args.contains("--quick"));
		Deque<String> left = new ArrayDeque<>(args);
		while (!left.isEmpty()) {
			String option = left.pop();
			switch (option) {
				case "--quick" -> {
					// taken before all others, which may change what it sets
				}
				case "--favour" -> arguments.favoured = true;
				default -> arguments.take(option, left);
			}
		}
		return arguments.options();
	}

	private void take(String option, Deque<String> left) {
		if (!option.startsWith("--")) {
			throw new IllegalArgumentException("'" + option + "' is no option; all options begin with --");
		}
		switch (option) {
			case "--rounds" -> this.rounds = (int) number(option, value(option, left), 1, 100);
			case "--scenarios" -> this.scenarios = Scenario.parse(value(option, left));
			case "--servers" -> this.servers = List.of(value(option, left).split(","));
			case "--external", "--external-raw" ->
				this.externals.add(ContestOptions.External.parse(option, value(option, left)));
			case "--jvm" -> this.jvm = Jvm.of(value(option, left));
			case "--warm-up" -> this.durations = new Scenario.Durations(number(option, value(option, left), 0, LONGEST),
					this.durations.settle(), this.durations.measure());
			case "--time" -> this.durations = new Scenario.Durations(this.durations.warmUp(), this.durations.settle(),
					number(option, value(option, left), 0.01, LONGEST));
			case "--wave" -> this.wave = (int) number(option, value(option, left), 1, IdleProbe.largestWave());
			case "--peers" -> this.peers = Path.of(value(option, left));
			case "--write" -> this.report = Path.of(value(option, left));
			default -> throw new IllegalArgumentException("There is no option '" + option + "'");
		}
	}

	private static String value(String option, Deque<String> left) {
		if (left.isEmpty()) {
			throw new IllegalArgumentException("The option " + option + " needs a value");
		}
		return left.pop();
	}

	private static double number(String option, String value, double least, double most) {
		double number;
		try {
			number = Double.parseDouble(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(option + " needs a number, but is '" + value + "'", ex);
		}
		if (number < least || number > most) {
			throw new IllegalArgumentException(
					"%s must be from %s to %s, but is %s".formatted(option, least, most, value));
		}
		return number;
	}

	private ContestOptions options() {
		return new ContestOptions(this.quick, this.rounds, this.scenarios, this.servers, List.copyOf(this.externals),
				this.jvm, this.durations, this.wave, this.favoured, (this.peers != null) ? this.peers : builtPeers(),
				this.report);
	}

	/**
	 * The folder of the peers, seen from the folder of this jar.
	 */
	private static Path builtPeers() {
		try {
			Path jar = Path.of(ContestArguments.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return jar.resolve("../../peers").normalize();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
