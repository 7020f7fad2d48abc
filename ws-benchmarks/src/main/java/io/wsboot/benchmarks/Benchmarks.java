package io.wsboot.benchmarks;

import java.util.Arrays;
import java.util.List;

import io.wsboot.benchmarks.comparison.ServersCommand;
import io.wsboot.benchmarks.load.LoadCommand;
import io.wsboot.benchmarks.servers.EndpointServer;
import io.wsboot.benchmarks.servers.LoopServer;
import io.wsboot.benchmarks.servers.RawServer;

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

			servers   our servers, the raw echo and the peers that were built, beside each other
			  --quick         one short round instead of three longer ones
			  --rounds N      how often each server is measured
			  --servers A,B   only these servers
			  --scenarios abc only these scenarios
			  --jvm JAVA      the java command of the servers; this one if absent
			  --external NAME='COMMAND with {port}'  one more server, may be repeated; with {mode} it is also
			                  started with broadcast in its place, and with {option} with --tls=FILE or --deflate=6;
			                  a leading java is the measured JVM with its flags
			  --external-raw NAME='COMMAND'  one that knows no protocol and returns bytes
			  --warm-up S --time S --wave N  seconds before and of a measurement, idle connections at a time
			  --favour        before everybody else's processes, where the system lets us
			  --peers FOLDER  where the peers were built
			  --write FILE    puts the tables between the markers of a Markdown file

			echo-loop           a server whose handler on the event loop returns every message
			echo-endpoint       an application whose @OnMessage method returns every message
			broadcast-loop      a server that sends every text message to all sessions
			broadcast-endpoint  an application that does
			echo-raw            a server that returns bytes, without any protocol
			broadcast-raw       a server that sends bytes to all connections
			  --port=N        the port; sessions are at /ws
			  --spin=N        microseconds that event loops look again for work before they sleep
			  --tls=FILE      speaks TLS, with the key store that 'servers' makes or one of type PKCS12 with the
			                  password changeit; not with -raw, as all that follows
			  --deflate=LEVEL compresses (permessage-deflate), and both sides keep their context

			load      puts a server on this machine under load; one result a line
			  --port=N        its port
			  --path=/ws      its path
			  --raw           it knows no protocol and returns bytes
			  --tls           it speaks TLS 1.3
			  --deflate       it compresses, and both sides keep their context
			  --server-pid=N --server-core=N  whose processor time is read
			  TASK            such as 'echo connections=64 size=20 pipeline=16 warmup=2 time=2';
			                  without one, tasks are read from standard input
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
				case "echo-raw" -> RawServer.echo(options);
				case "broadcast-raw" -> RawServer.broadcast(options);
				case "servers" -> {
					if (!ServersCommand.run(options)) {
						System.exit(1);
					}
				}
				case "load" -> LoadCommand.run(options);
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
