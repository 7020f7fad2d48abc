package io.wsboot.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the kernels are measured.
 *
 * @param quick whether each measurement is short
 * @param rounds how often each case is measured on each JDK, at least once
 * @param jvms the java commands to measure on, at least one
 * @param only what the title of a comparison must contain
 * @param report the Markdown file that takes the tables, or {@code null} to print them
 */
record KernelOptions(boolean quick, int rounds, List<Path> jvms, String only, @Nullable Path report) {

	private static final int ROUNDS = 5;

	private static final int QUICK_ROUNDS = 3;

	static KernelOptions parse(List<String> args) {
		boolean quick = args.contains("--quick");
		int rounds = quick ? QUICK_ROUNDS : ROUNDS;
		List<Path> jvms = new ArrayList<>();
		String only = "";
		Path report = null;
		Deque<String> left = new ArrayDeque<>(args);
		while (!left.isEmpty()) {
			String option = left.pop();
			switch (option) {
				case "--quick" -> quick = true;
				case "--rounds" -> rounds = rounds(value(option, left));
				case "--jvm" -> jvms.add(Path.of(value(option, left)));
				case "--only" -> only = value(option, left);
				case "--write" -> report = Path.of(value(option, left));
				default -> throw new IllegalArgumentException("There is no option '" + option + "'");
			}
		}
		if (jvms.isEmpty()) {
			jvms.add(Path.of(System.getProperty("java.home"), "bin", "java"));
		}
		return new KernelOptions(quick, rounds, List.copyOf(jvms), only, report);
	}

	private static String value(String option, Deque<String> left) {
		if (left.isEmpty()) {
			throw new IllegalArgumentException("The option " + option + " needs a value");
		}
		return left.pop();
	}

	private static int rounds(String value) {
		int rounds;
		try {
			rounds = Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("--rounds needs a number, but is '" + value + "'", ex);
		}
		if (rounds < 1) {
			throw new IllegalArgumentException("--rounds must be at least 1, but is " + rounds);
		}
		return rounds;
	}

}
