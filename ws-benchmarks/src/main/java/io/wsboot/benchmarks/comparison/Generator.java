package io.wsboot.benchmarks.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.benchmarks.load.Fields;

/**
 * The load generator, in a process of its own that lives as long as its server's: it
 * takes the same warm-up, and knows no other server.
 */
final class Generator implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 120;

	private final Process process;

	private final BufferedReader answers;

	private final PrintStream tasks;

	private Generator(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.UTF_8);
		this.tasks = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	static Generator start(Contestant contestant, Scenario.Mode mode, ServerProcess server, Cores cores)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of("load", "--port=" + server.port(), "--server-pid=" + server.pid()));
		if (cores.pinned()) {
			command.add("--server-core=" + Cores.SERVER);
		}
		if (contestant.raw()) {
			command.add("--raw");
		}
		else if (!mode.isPlain()) {
			command.add(mode.dialect());
		}
		return new Generator(new ProcessBuilder(cores.generator(Jvm.generator(command)))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	/**
	 * Gives the generator a task and waits for the result.
	 * @param task the task, as a line
	 * @return the result
	 * @throws IOException if the generator has ended, or does not answer
	 */
	Fields ask(String task) throws IOException {
		this.tasks.println(task);
		CompletableFuture<Void> watchdog = CompletableFuture.runAsync(this.process::destroyForcibly,
				CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
		try {
			String answer = this.answers.readLine();
			if (answer == null) {
				throw new IOException("the generator ended, or was ended after " + PATIENCE_SECONDS
						+ " seconds, during '" + task + "'");
			}
			return Fields.parse(answer);
		}
		finally {
			watchdog.cancel(false);
		}
	}

	@Override
	public void close() {
		this.tasks.close();
		try {
			if (!this.process.waitFor(2, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
