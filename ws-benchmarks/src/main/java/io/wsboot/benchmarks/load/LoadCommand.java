package io.wsboot.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Puts a server under load. Each task is a line, each result is one:
 * {@code echo connections=64 size=20 pipeline=16 warmup=1 time=2}.
 */
public final class LoadCommand {

	private final LoadOptions options;

	private final IdleTasks idle;

	private LoadCommand(LoadOptions options) throws IOException {
		this.options = options;
		this.idle = new IdleTasks(options.target());
	}

	/**
	 * Does the tasks of the command line, or those that standard input names.
	 * @param args the options and the tasks
	 * @throws IOException if there is no selector or no socket to be had
	 */
	public static void run(List<String> args) throws IOException {
		new LoadCommand(LoadOptions.parse(args)).run();
	}

	private void run() throws IOException {
		for (String line : this.options.tasks()) {
			System.out.println(run(line));
		}
		if (this.options.tasks().isEmpty()) {
			BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				System.out.println(run(line));
			}
		}
	}

	private Fields run(String line) throws IOException {
		Fields task = Fields.parse(line);
		return switch (task.name()) {
			case "open" -> this.idle.open(task);
			case "say" -> this.idle.say(task);
			case "leave" -> this.idle.leave(task);
			default -> task(task.name(), this.options.target(), this.options.watched()).run(task);
		};
	}

	/**
	 * A task that leaves nothing behind.
	 */
	static Task task(String name, Target target, ServerUsage.Watched watched) {
		return switch (name) {
			case "await" -> new AwaitTask(target);
			case "echo" -> new EchoTask(target, watched);
			case "broadcast" -> new BroadcastTask(target, watched);
			case "handshakes" -> new HandshakeTask(target, watched);
			default -> throw new IllegalArgumentException(
					"There is no task '" + name + "', only await, echo, broadcast, handshakes, open, say, leave");
		};
	}

}
