package io.wsboot.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine that is measured on.
 */
public final class Machine {

	private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

	private Machine() {
	}

	/**
	 * Its processor, its cores and its operating system.
	 * @return a description for a report
	 */
	public static String description() {
		return "%s, %d cores, %s %s".formatted(processor(), Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name"), System.getProperty("os.version").replaceFirst("-.*", ""));
	}

	/**
	 * The load average of the last minute.
	 * @return the load average
	 */
	public static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	private static String processor() {
		try {
			for (String line : Files.readAllLines(CPU_INFO)) {
				if (line.startsWith("model name")) {
					return line.substring(line.indexOf(':') + 1).strip();
				}
			}
		}
		catch (IOException ex) {
			// only Linux has the file
		}
		return System.getProperty("os.arch");
	}

}
