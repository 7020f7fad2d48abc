package io.wsboot.benchmarks.comparison;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server that is measured.
 *
 * @param name its name in options and tables
 * @param what what it is, in a few words
 * @param commands how it is started in each mode it has; {@code {port}} stands for the
 * port, {@code {keys}} for its key store
 * @param raw whether it returns bytes, without any protocol
 * @param needs the file without which it cannot be started
 * @param build the command that makes this file
 */
record Contestant(String name, String what, Map<Scenario.Mode, List<String>> commands, boolean raw, Path needs,
		String build) {

	/** Stands for the key store in commands. */
	static final String KEYS = "{keys}";

	boolean takesPartIn(Scenario scenario) {
		return this.commands.containsKey(scenario.mode());
	}

	/**
	 * Its command line, but for its key store.
	 */
	List<String> command(Scenario.Mode mode, int port) {
		List<String> command = this.commands.get(mode);
		if (command == null) {
			throw new IllegalStateException(this.name + " has no mode " + mode);
		}
		return command.stream().map((word) -> word.replace("{port}", Integer.toString(port))).toList();
	}

}
