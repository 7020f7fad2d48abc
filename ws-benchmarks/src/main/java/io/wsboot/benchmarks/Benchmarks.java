package io.wsboot.benchmarks;

import java.util.Arrays;

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
		try {
			switch (command) {
				case "kernels" -> KernelsCommand.run(KernelOptions.parse(Arrays.asList(args).subList(1, args.length)));
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
