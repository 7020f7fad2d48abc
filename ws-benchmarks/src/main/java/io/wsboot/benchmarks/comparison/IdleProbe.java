package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.wsboot.benchmarks.load.Fields;

/**
 * Looks at a server's memory while connections open in waves.
 */
final class IdleProbe {

	private static final int WAVES = 3;

	private static final int LARGEST_WAVE = 5_000;

	/** Descriptors that are no connections. */
	private static final int OTHERS = 1_000;

	/** Traffic that lets the server load and compile what a connection needs. */
	private static final String FIRST = "echo connections=200 size=20 pipeline=1 spin=no time=";

	private final Jvm jvm;

	private final int wave;

	/**
	 * Creates a probe.
	 * @param jvm the JVM of servers
	 * @param wave how many connections a wave should have; fewer if there are not so many
	 * descriptors
	 */
	IdleProbe(Jvm jvm, int wave) throws IOException {
		this.jvm = jvm;
		this.wave = Math.min(wave, (descriptors() - OTHERS) / WAVES);
	}

	static int largestWave() {
		return LARGEST_WAVE;
	}

	/** How many connections there are behind the last wave. */
	int connections() {
		return WAVES * this.wave;
	}

	private static int descriptors() throws IOException {
		Path limits = Path.of("/proc/self/limits");
		if (Files.exists(limits)) {
			for (String line : Files.readAllLines(limits)) {
				String[] words = line.split(" {2,}", -1);
				if (words[0].equals("Max open files") && !words[2].equals("unlimited")) {
					return Integer.parseInt(words[2]);
				}
			}
		}
		return OTHERS + WAVES * LARGEST_WAVE;
	}

	IdleSample look(ServerProcess server, Generator generator, boolean java, double warmUp) throws IOException {
		long faults = faults(generator.ask(FIRST + warmUp));
		List<IdleSample.Step> steps = new ArrayList<>(List.of(step(0, server, java)));
		for (int open = 1; open <= WAVES; open++) {
			Fields opened = generator.ask("open connections=" + this.wave);
			faults += faults(opened);
			steps.add(step((long) opened.number("connections"), server, java));
		}
		faults += faults(generator.ask("say"));
		IdleSample.Step afterEcho = step(steps.get(WAVES).connections(), server, java);
		faults += faults(generator.ask("leave"));
		return new IdleSample(steps, afterEcho, faults);
	}

	private IdleSample.Step step(long connections, ServerProcess server, boolean java) throws IOException {
		long heap = java ? this.jvm.liveHeap(server.pid()) : 0;
		return new IdleSample.Step(connections, heap, server.resident());
	}

	private static long faults(Fields result) {
		return (long) result.number("faults");
	}

}
