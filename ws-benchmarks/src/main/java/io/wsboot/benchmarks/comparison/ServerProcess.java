package io.wsboot.benchmarks.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.wsboot.benchmarks.servers.ServerKeys;

/**
 * A server under measurement, in a process of its own.
 */
final class ServerProcess implements AutoCloseable {

	private static final int LAST_LINES = 5;

	private final Process process;

	private final int port;

	private final Path log;

	private final Path keys;

	private ServerProcess(Process process, int port, Path log, Path keys) {
		this.process = process;
		this.port = port;
		this.log = log;
		this.keys = keys;
	}

	static ServerProcess start(Contestant contestant, Scenario.Mode mode, Cores cores) throws IOException {
		int port = freePort();
		Path log = Files.createTempFile("ws-benchmarks-" + contestant.name() + "-", ".log");
		Path keys = Path.of(log + ".keys");
		if (mode == Scenario.Mode.TLS) {
			ServerKeys.make(keys);
		}
		List<String> command = contestant.command(mode, port)
			.stream()
			.map((word) -> word.replace(Contestant.KEYS, keys.toString()))
			.toList();
		Process process = new ProcessBuilder(cores.server(command)).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		// an interrupted run must not leave a server behind
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		return new ServerProcess(process, port, log, keys);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	long pid() {
		return this.process.pid();
	}

	/** Bytes of the process that are in memory. */
	long resident() throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
			if (line.startsWith("VmRSS:")) {
				return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
			}
		}
		throw new IOException("/proc does not say how much memory process " + pid() + " has");
	}

	/** The end of what it has printed, which usually says why it failed. */
	String lastWords() throws IOException {
		List<String> lines = Files.readAllLines(this.log);
		return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		try {
			if (!this.process.waitFor(2, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		Files.deleteIfExists(this.log);
		Files.deleteIfExists(this.keys);
	}

}
