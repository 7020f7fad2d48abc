package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processor time of the server's process and of its core, as Linux counts it.
 *
 * @param user seconds the process spent in its own code
 * @param system seconds it spent in the kernel
 * @param busy seconds the core was busy, for whomever
 */
record ServerUsage(double user, double system, double busy) {

	private static final double TICKS_PER_SECOND = 100;

	private static final ServerUsage UNKNOWN = new ServerUsage(0, 0, 0);

	/**
	 * Whom to look at.
	 *
	 * @param pid the process, or 0 for none
	 * @param core the core it is pinned to, or -1 for none
	 */
	record Watched(long pid, int core) {

		static final Watched NOBODY = new Watched(0, -1);

	}

	static ServerUsage read(Watched watched) {
		if (watched.pid() == 0) {
			return UNKNOWN;
		}
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(watched.pid()), "stat"));
			// the name in parentheses may contain anything; 14 and 15 are counted from 1
			String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
			return new ServerUsage(Long.parseLong(values[11]) / TICKS_PER_SECOND,
					Long.parseLong(values[12]) / TICKS_PER_SECOND, busy(watched.core()));
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
	}

	private static double busy(int core) throws IOException {
		if (core < 0) {
			return 0;
		}
		String name = "cpu" + core + " ";
		for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
			if (line.startsWith(name)) {
				String[] values = line.substring(name.length()).split(" ", -1);
				long sum = 0;
				for (int i = 0; i < 8; i++) {
					// idle, and waiting for a disk
					sum += (i == 3 || i == 4) ? 0 : Long.parseLong(values[i]);
				}
				return sum / TICKS_PER_SECOND;
			}
		}
		return 0;
	}

	ServerUsage since(ServerUsage before) {
		return new ServerUsage(this.user - before.user, this.system - before.system, this.busy - before.busy);
	}

}
