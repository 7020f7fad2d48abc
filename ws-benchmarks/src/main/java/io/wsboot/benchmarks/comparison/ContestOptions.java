package io.wsboot.benchmarks.comparison;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is measured, and how.
 *
 * @param quick whether one short round is enough
 * @param rounds how often each server is measured, at least once
 * @param scenarios what is asked of the servers
 * @param servers the names of the servers; empty for all that can be started
 * @param externals servers given as command lines
 * @param jvm the JVM that servers run on
 * @param durations how long each part takes
 * @param wave how many idle connections are opened at a time
 * @param favoured whether what is measured runs before everybody else's processes
 * @param peers the folder in which the peers were built
 * @param report the Markdown file that takes the tables, or {@code null} to print them
 */
record ContestOptions(boolean quick, int rounds, List<Scenario> scenarios, List<String> servers,
		List<External> externals, Jvm jvm, Scenario.Durations durations, int wave, boolean favoured, Path peers,
		@Nullable Path report) {

	/**
	 * A server that somebody names on the command line.
	 *
	 * @param name its name in the tables
	 * @param command how it is started; {@code {port}} and {@code {mode}} are replaced
	 * @param raw whether it returns bytes, without any protocol
	 */
	record External(String name, String command, boolean raw) {

		private static final String PORT = "{port}";

		static External parse(String option, String value) {
			int equals = value.indexOf('=');
			if (equals < 1 || !value.contains(PORT)) {
				throw new IllegalArgumentException(
						option + " needs NAME='COMMAND with " + PORT + "', but is '" + value + "'");
			}
			return new External(value.substring(0, equals), value.substring(equals + 1), option.endsWith("-raw"));
		}

	}

	boolean runsOnJvm(Contestant contestant) {
		return contestant.command(Scenario.Mode.IDLE, 0).get(0).equals(this.jvm.java().toString());
	}

}
