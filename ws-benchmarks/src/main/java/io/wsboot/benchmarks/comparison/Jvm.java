package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM that servers run on, with the same flags for all.
 *
 * @param java its command
 */
record Jvm(Path java) {

	/** What is said of the flags in the report. */
	static final String FLAGS = "-Xms1g -Xmx1g -XX:+UseSerialGC -XX:ActiveProcessorCount=1";

	/** What later JDKs otherwise warn of, or take from Netty. */
	private static final List<String> PERMISSIONS = List.of("-XX:+IgnoreUnrecognizedVMOptions",
			"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

	static Jvm of(String java) {
		Path path = Path.of(java);
		if (!Files.isExecutable(path)) {
			throw new IllegalArgumentException(
					"--jvm names '" + java + "', which is no program; give the path of a java command");
		}
		return new Jvm(path);
	}

	static Jvm own() {
		return new Jvm(Path.of(System.getProperty("java.home"), "bin", "java"));
	}

	/**
	 * The command that starts a server.
	 */
	List<String> server(List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(this.java.toString()));
		command.addAll(List.of(FLAGS.split(" ")));
		command.addAll(PERMISSIONS);
		command.addAll(arguments);
		return command;
	}

	/**
	 * The command that starts the generator: this jar, on the JVM of this process.
	 */
	static List<String> generator(List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(own().java().toString(), "-Xms256m", "-Xmx256m",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), "io.wsboot.benchmarks.Benchmarks"));
		command.addAll(arguments);
		return command;
	}

	/**
	 * Bytes of the heap that are in use after a collection.
	 * @param pid a process of this JVM
	 */
	long liveHeap(long pid) throws IOException {
		String jcmd = this.java.resolveSibling("jcmd").toString();
		Programs.run(List.of(jcmd, Long.toString(pid), "GC.run"));
		String total = "";
		for (String line : Programs.run(List.of(jcmd, Long.toString(pid), "GC.class_histogram")).lines().toList()) {
			total = line.startsWith("Total") ? line : total;
		}
		String[] words = total.split(" +", -1);
		if (words.length != 3) {
			throw new IOException("jcmd GC.class_histogram of " + pid + " ended without a total");
		}
		return Long.parseLong(words[2]);
	}

	/**
	 * Its name and version.
	 */
	String version() throws IOException {
		List<String> lines = Programs.run(List.of(this.java.toString(), "-version")).lines().toList();
		return lines.get(lines.size() - 1).strip();
	}

}
