package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who runs where: the server on one core, the generator on another.
 *
 * @param pinned whether processes can be pinned
 * @param favoured whether they run before everybody else's
 */
record Cores(boolean pinned, boolean favoured) {

	/** The generator's core. */
	static final int GENERATOR = 0;

	/** The server's core. */
	static final int SERVER = 1;

	/**
	 * Gives a process a session of its own, since sessions share the processors, and this
	 * session more than others have.
	 */
	private static final List<String> FAVOUR = List.of("setsid", "sh", "-c",
			"echo -15 >/proc/self/autogroup && exec \"$@\"", "sh");

	/**
	 * Looks at what this machine has.
	 * @param favoured whether to run before everybody else's processes
	 */
	static Cores detect(boolean favoured) {
		boolean pinned = Runtime.getRuntime().availableProcessors() > 1 && exists("taskset");
		if (favoured && !(exists("setsid") && Files.isWritable(Path.of("/proc/self/autogroup")))) {
			throw new IllegalArgumentException("--favour needs setsid, and a Linux that groups processes by session "
					+ "(/proc/self/autogroup); leave it out, and look at the noise in the tables");
		}
		return new Cores(pinned, favoured);
	}

	private static boolean exists(String program) {
		return List.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.stream()
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	/**
	 * The command that starts the generator on its core.
	 */
	List<String> generator(List<String> command) {
		return prefixed(this.pinned ? List.of("taskset", "-c", Integer.toString(GENERATOR)) : List.of(), command);
	}

	/**
	 * The command that starts a server: on any core, until it is warm.
	 */
	List<String> server(List<String> command) {
		return prefixed(List.of(), command);
	}

	private List<String> prefixed(List<String> prefix, List<String> command) {
		List<String> all = new ArrayList<>();
		if (this.favoured) {
			all.addAll(FAVOUR);
		}
		all.addAll(prefix);
		all.addAll(command);
		return all;
	}

	/**
	 * Pins all threads of the server to its core.
	 */
	void pinServer(long pid) throws IOException {
		if (this.pinned) {
			Programs.run(List.of("taskset", "-acp", Integer.toString(SERVER), Long.toString(pid)));
		}
	}

	/**
	 * Keeps the server's core awake while it waits for a single message, with a loop that
	 * yields to everything else. Waking a virtual processor would take longer than all
	 * that is measured.
	 * @return the loop, or nothing if there is no way to
	 */
	List<Process> keepAwake() throws IOException {
		if (!this.pinned || !exists("chrt")) {
			return List.of();
		}
		List<String> command = List.of("timeout", "60", "chrt", "-i", "0", "taskset", "-c", Integer.toString(SERVER),
				"sh", "-c", "while :; do :; done");
		return List.of(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	static void stop(List<Process> processes) {
		for (Process process : processes) {
			process.destroy();
			try {
				process.waitFor(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	String describe() {
		if (!this.pinned) {
			return "Nothing was pinned to a core (there is no taskset, or only one core): the figures compare little.";
		}
		return "The server ran on core " + SERVER + ", the generator on core " + GENERATOR
				+ (this.favoured ? ", both before everybody else's processes." : ".");
	}

}
