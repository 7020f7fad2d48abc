package io.wsboot.benchmarks.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a server for measurements listens, and how.
 *
 * @param port the port; 0 for any free one
 * @param spin how long its event loops look again for work before they sleep
 * @param tls the key store to encrypt with, or {@code null} not to
 * @param deflate the level of permessage-deflate, both sides keeping their context; 0 for
 * none
 */
record ServerOptions(int port, Duration spin, @Nullable Path tls, int deflate) {

	private static final String PORT = "--port=";

	private static final String SPIN = "--spin=";

	private static final String TLS = "--tls=";

	private static final String DEFLATE = "--deflate=";

	private static final List<String> ALL = List.of(PORT, SPIN, TLS, DEFLATE);

	private static final int MAX_PORT = 65535;

	private static final int MAX_SPIN_MICROS = 1000;

	private static final int MAX_LEVEL = 9;

	static ServerOptions parse(List<String> arguments) {
		boolean known = arguments.stream().allMatch((argument) -> ALL.stream().anyMatch(argument::startsWith));
		if (!known || value(PORT, arguments) == null) {
			throw new IllegalArgumentException("A server takes --port=N, --spin=MICROSECONDS, --tls=KEYSTORE and "
					+ "--deflate=LEVEL, the port always, not " + arguments);
		}
		String keys = value(TLS, arguments);
		return new ServerOptions(number(PORT, arguments, MAX_PORT),
				Duration.of(number(SPIN, arguments, MAX_SPIN_MICROS), ChronoUnit.MICROS),
				(keys != null) ? Path.of(keys) : null, number(DEFLATE, arguments, MAX_LEVEL));
	}

	private static @Nullable String value(String option, List<String> arguments) {
		for (String argument : arguments) {
			if (argument.startsWith(option)) {
				return argument.substring(option.length());
			}
		}
		return null;
	}

	private static int number(String option, List<String> arguments, int most) {
		String value = value(option, arguments);
		if (value == null) {
			return 0;
		}
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
