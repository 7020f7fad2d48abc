package io.wsboot.benchmarks.servers;

import java.util.List;

/**
 * Where a server for measurements listens.
 *
 * @param port the port; 0 for any free one
 */
record ServerOptions(int port) {

	private static final String PORT = "--port=";

	private static final int MAX_PORT = 65535;

	static ServerOptions parse(List<String> arguments) {
		if (arguments.size() != 1 || !arguments.get(0).startsWith(PORT)) {
			throw new IllegalArgumentException("A server takes exactly --port=N, not " + arguments);
		}
		return new ServerOptions(port(arguments.get(0).substring(PORT.length())));
	}

	private static int port(String value) {
		try {
			int port = Integer.parseInt(value);
			if (port >= 0 && port <= MAX_PORT) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new IllegalArgumentException("--port must be a number from 0 to 65535, not '" + value + "'");
	}

}
