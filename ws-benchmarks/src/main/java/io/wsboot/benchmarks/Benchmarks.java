package io.wsboot.benchmarks;

import java.util.Arrays;
import java.util.List;

import io.wsboot.benchmarks.servers.EndpointServer;
import io.wsboot.benchmarks.servers.LoopServer;

/**
 * The benchmark jar's main class: the first argument is the command.
 */
public final class Benchmarks {

	private static final String USAGE = """
			Usage: java -jar ws-benchmarks.jar COMMAND [OPTION...]

			kernels   decoders, encoders and their loops against Netty and naive loops
			  --quick         three short rounds instead of five longer ones
			  --rounds N      how often each case is measured on each JDK
			  --jvm JAVA      a java command to measure on, may be repeated; this one if absent
			  --only TEXT     only comparisons whose title contains the text
			  --write FILE    puts the tables between the markers of a Markdown file

			echo-loop           a server whose handler on the event loop returns every message
			echo-endpoint       an application whose @OnMessage method returns every message
			broadcast-loop      a server that sends every text message to all sessions
			broadcast-endpoint  an application that does
			  --port=N        the port; sessions are at /ws
			""";

	private Benchmarks() {
	}

	/**
	 * Runs a command.
	 * @param args the command and its options
	 * @throws Exception if the measurement failed
	 */
	public static void main(String[] args) throws Exception {
		String command = (args.length > 0) ? args[0] : "";
		List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
		try {
			switch (command) {
				case "kernels" -> KernelsCommand.run(KernelOptions.parse(options));
				case "echo-loop" -> LoopServer.echo(options);
				case "echo-endpoint" -> EndpointServer.echo(options);
				case "broadcast-loop" -> LoopServer.broadcast(options);
				case "broadcast-endpoint" -> EndpointServer.broadcast(options);
				default -> throw new IllegalArgumentException("There is no command '" + command + "'");
			}
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(USAGE);
			System.exit(2);
		}
	}

}
