package io.wsboot.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom the generator talks to, and what it does there.
 *
 * @param target the server
 * @param watched whose processor time is read
 * @param tasks the tasks, or none to read them from standard input
 */
record LoadOptions(Target target, ServerUsage.Watched watched, List<String> tasks) {

	private static final int LAST_PORT = 65535;

	static LoadOptions parse(List<String> args) {
		int port = 0;
		String path = "/ws";
		Dialect dialect = Dialect.PLAIN;
		ServerUsage.Watched watched = ServerUsage.Watched.NOBODY;
		List<String> tasks = new ArrayList<>();
		for (String arg : args) {
			String option = arg.substring(0, Math.max(0, arg.indexOf('=')));
			String value = arg.substring(arg.indexOf('=') + 1);
			switch (option) {
				case "--port" -> port = (int) number(arg, value, LAST_PORT);
				case "--path" -> path = value;
				case "--server-pid" ->
					watched = new ServerUsage.Watched(number(arg, value, Long.MAX_VALUE), watched.core());
				case "--server-core" ->
					watched = new ServerUsage.Watched(watched.pid(), (int) number(arg, value, Integer.MAX_VALUE));
				default -> {
					if (arg.startsWith("--")) {
						dialect = Dialect.of(arg);
					}
					else {
						tasks.add(arg);
					}
				}
			}
		}
		if (port == 0) {
			throw new IllegalArgumentException("load needs --port=N, the port of a server on this machine");
		}
		return new LoadOptions(Target.local(port, path, dialect), watched, List.copyOf(tasks));
	}

	private static long number(String arg, String value, long most) {
		try {
			long number = Long.parseLong(value);
			if (number >= 0 && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new IllegalArgumentException("'" + arg + "' needs a number from 0 to " + most + " behind the '='");
	}

}
