package io.wsboot.benchmarks.servers;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where a server for measurements listens, and how.
 *
 * @param port the port; 0 for any free one
 * @param spin how long its event loops look again for work before they sleep
 */
record ServerOptions(int port, Duration spin) {

	private static final String PORT = "--port=";

	private static final String SPIN = "--spin=";

	private static final int MAX_PORT = 65535;

	private static final int MAX_SPIN_MICROS = 1000;

	static ServerOptions parse(List<String> arguments) {
		boolean known = arguments.stream()
			.allMatch((argument) -> argument.startsWith(PORT) || argument.startsWith(SPIN));
		if (!known || arguments.stream().noneMatch((argument) -> argument.startsWith(PORT))) {
			throw new IllegalArgumentException("A server takes --port=N, and --spin=MICROSECONDS, not " + arguments);
		}
		return new ServerOptions(number(PORT, arguments, MAX_PORT),
				Duration.of(number(SPIN, arguments, MAX_SPIN_MICROS), ChronoUnit.MICROS));
	}

	private static int number(String option, List<String> arguments, int most) {
		for (String argument : arguments) {
			if (argument.startsWith(option)) {
				return number(option, argument.substring(option.length()), most);
			}
		}
		return 0;
	}

	private static int number(String option, String value, int most) {
		try {
			int number = Integer.parseInt(value);
			if (number >= 0 && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new IllegalArgumentException(option.substring(0, option.length() - 1) + " must be a number from 0 to "
				+ most + ", not '" + value + "'");
	}

}
