package io.wsboot.benchmarks.load;

import java.util.Set;

/**
 * What a task sends.
 *
 * @param connections how many connections take part, from 1 to 60 000
 * @param size bytes of payload in a message, from 16 to 16 MiB
 * @param pipeline how many messages of a connection are on their way at once, from 1 to 1
 * 024
 * @param binary whether messages are binary; text otherwise
 * @param warmup seconds of traffic before the measurement
 * @param time seconds of the measurement
 * @param spin whether the generator asks its selector again and again; otherwise it
 * waits, and leaves its core to others
 */
record Traffic(int connections, int size, int pipeline, boolean binary, double warmup, double time, boolean spin) {

	private static final Set<String> KEYS = Set.of("connections", "size", "pipeline", "type", "warmup", "time", "spin");

	private static final double LONGEST = 3600;

	static Traffic of(Fields task) {
		task.only(KEYS);
		return new Traffic((int) between(task, "connections", 1, 60_000), (int) between(task, "size", 16, 16 << 20),
				(int) between(task, "pipeline", 1, 1024), isFirst(task, "type", "binary", "text"),
				between(task, "warmup", 0, LONGEST), between(task, "time", 0, LONGEST),
				!isFirst(task, "spin", "no", "yes"));
	}

	private static boolean isFirst(Fields task, String key, String first, String otherwise) {
		String value = task.text(key, otherwise);
		if (!value.equals(first) && !value.equals(otherwise)) {
			throw new IllegalArgumentException(
					"%s must be %s or %s, but is '%s'".formatted(key, otherwise, first, value));
		}
		return value.equals(first);
	}

	private static double between(Fields task, String key, double least, double most) {
		double value = task.number(key, least);
		if (value < least || value > most) {
			throw new IllegalArgumentException(
					"%s must be from %s to %s, but is %s".formatted(key, whole(least), whole(most), whole(value)));
		}
		return value;
	}

	private static String whole(double value) {
		return (value == Math.rint(value)) ? Long.toString((long) value) : Double.toString(value);
	}

}
