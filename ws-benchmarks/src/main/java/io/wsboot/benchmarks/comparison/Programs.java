package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the small programs of the system.
 */
final class Programs {

	private static final long PATIENCE_SECONDS = 60;

	private Programs() {
	}

	/**
	 * Runs a program to its end.
	 * @param command the program and its arguments
	 * @return what it has printed
	 * @throws IOException if it fails, or does not end
	 */
	static String run(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException(command + " failed: " + output.strip());
			}
			return output;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(command + " was interrupted", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
