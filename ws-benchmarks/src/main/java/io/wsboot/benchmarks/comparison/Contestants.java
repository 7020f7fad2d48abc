package io.wsboot.benchmarks.comparison;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All servers that can be measured: the raw echo, ours, the peers that were built, and
 * those of the command line.
 */
final class Contestants {

	/** The name of the selector that knows no protocol: the limit of the others. */
	static final String RAW = "raw";

	/**
	 * The whole heap is in memory from the start, so that what grows is outside of it;
	 * and a collection leaves nothing dead between what lives, which would be counted.
	 */
	private static final List<String> FOR_MEMORY = List.of("-XX:+AlwaysPreTouch", "-XX:MarkSweepDeadRatio=0");

	private final ContestOptions options;

	private final List<Contestant> all = new ArrayList<>();

	Contestants(ContestOptions options) {
		this.options = options;
		this.all.add(own(RAW, "the JDK's selector, bytes without any protocol", "raw"));
		this.all.add(own("ours-loop", "ours, a WsHandler on the event loop, text as bytes", "loop"));
		this.all.add(own("ours-endpoint", "ours, an @OnMessage method in a Spring Boot application", "endpoint"));
		for (Peer peer : Peer.ALL) {
			this.all.add(peer.contestant(options.peers(), this::onJvm));
		}
		for (ContestOptions.External external : options.externals()) {
			this.all.add(external(external));
		}
	}

	private Contestant own(String name, String what, String suffix) {
		Map<Scenario.Mode, List<String>> commands = new EnumMap<>(Scenario.Mode.class);
		boolean raw = name.equals(RAW);
		for (Scenario.Mode mode : Scenario.Mode.values()) {
			if (mode.isPlain() || !raw) {
				commands.put(mode, onJvm(mode, ownArguments(mode, suffix)));
			}
		}
		return new Contestant(name, what, commands, raw, this.options.jvm().java(), "");
	}

	private static List<String> ownArguments(Scenario.Mode mode, String suffix) {
		String command = (mode == Scenario.Mode.BROADCAST) ? "broadcast-" : "echo-";
		List<String> arguments = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"),
				"io.wsboot.benchmarks.Benchmarks", command + suffix, "--port={port}"));
		if (!mode.isPlain()) {
			arguments.add("--" + mode.option());
		}
		return arguments;
	}

	/**
	 * A command on the measured JVM.
	 */
	private List<String> onJvm(Scenario.Mode mode, List<String> arguments) {
		List<String> all = new ArrayList<>();
		if (mode == Scenario.Mode.IDLE) {
			all.addAll(FOR_MEMORY);
		}
		all.addAll(arguments);
		return this.options.jvm().server(all);
	}

	private Contestant external(ContestOptions.External external) {
		Map<Scenario.Mode, List<String>> commands = new EnumMap<>(Scenario.Mode.class);
		boolean modes = external.command().contains("{mode}");
		boolean dialects = external.command().contains("{option}");
		for (Scenario.Mode mode : Scenario.Mode.values()) {
			if (mode.isPlain() ? (mode != Scenario.Mode.BROADCAST || modes) : dialects) {
				String word = (mode == Scenario.Mode.BROADCAST) ? "broadcast" : "echo";
				String option = mode.isPlain() ? "" : "--" + mode.option();
				String command = external.command().replace("{mode}", word).replace("{option}", option);
				List<String> words = List.of(command.split(" +"));
				commands.put(mode, words.get(0).equals("java") ? onJvm(mode, words.subList(1, words.size())) : words);
			}
		}
		return new Contestant(external.name(), "given on the command line", commands, external.raw(),
				this.options.jvm().java(), "");
	}

	/**
	 * Those that are to be measured: the chosen ones, or all that were built.
	 */
	List<Contestant> chosen() {
		if (this.options.servers().isEmpty()) {
			return this.all.stream().filter(Contestants::isBuilt).toList();
		}
		List<Contestant> chosen = new ArrayList<>(this.options.servers().stream().map(this::named).toList());
		this.all.stream()
			.filter((contestant) -> isExternal(contestant) && !chosen.contains(contestant))
			.forEach(chosen::add);
		return chosen;
	}

	private boolean isExternal(Contestant contestant) {
		return this.options.externals().stream().anyMatch((external) -> external.name().equals(contestant.name()));
	}

	private Contestant named(String name) {
		Contestant found = this.all.stream()
			.filter((contestant) -> contestant.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("--servers has '" + name + "', but knows only "
					+ this.all.stream().map(Contestant::name).collect(Collectors.joining(", "))));
		if (!isBuilt(found)) {
			throw new IllegalArgumentException(
					"--servers has '" + name + "', which was not built; build it with " + found.build());
		}
		return found;
	}

	/**
	 * Those that are left out since nobody has built them.
	 */
	List<Contestant> missing() {
		return this.options.servers().isEmpty()
				? this.all.stream().filter((contestant) -> !isBuilt(contestant)).toList() : List.of();
	}

	private static boolean isBuilt(Contestant contestant) {
		return Files.exists(contestant.needs());
	}

	/** Puts the flags of the JVM in front of the arguments of a server. */
	@FunctionalInterface
	interface Launch {

		List<String> command(Scenario.Mode mode, List<String> arguments);

	}

	/**
	 * The version of a library that lies beside a peer.
	 */
	static String version(Path libraries, String artifact) {
		String prefix = artifact + "-";
		String[] names = libraries.toFile().list();
		for (String name : (names != null) ? names : new String[0]) {
			if (name.startsWith(prefix) && Character.isDigit(name.charAt(prefix.length()))) {
				return name.substring(prefix.length(), name.length() - ".jar".length());
			}
		}
		return "";
	}

}
