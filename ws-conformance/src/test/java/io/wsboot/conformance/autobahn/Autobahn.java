package io.wsboot.conformance.autobahn;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * The suite in a process of its own: its reactor cannot be started twice in one.
 */
final class Autobahn implements AutoCloseable {

	private static final Path HOME = Path.of("target", "autobahn").toAbsolutePath();

	private final Process process;

	private final Path reports;

	private final Path log;

	private Autobahn(String mode, Map<String, ?> settings, List<String> cases) throws IOException {
		this.reports = Files.createDirectories(HOME.resolve(mode));
		this.log = HOME.resolve(mode + ".log");
		Files.deleteIfExists(this.reports.resolve("index.json"));
		Path spec = HOME.resolve(mode + ".json");
		JsonMapper.shared()
			.writeValue(spec.toFile(), with(settings, Map.of("outdir", this.reports.toString(), "cases", cases,
					"exclude-cases", List.of(), "exclude-agent-cases", Map.of())));
		this.process = new ProcessBuilder(java(), "-Dpython.cachedir.skip=true", "-cp", classPath(),
				"org.python.util.jython", script(), mode, spec.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
	}

	/**
	 * Lets the suite connect to servers.
	 * @param servers a URI for each testee's name
	 * @param cases the cases; those of another testee come after all of the first
	 */
	static Autobahn client(Map<String, String> servers, List<String> cases) throws IOException {
		List<Map<String, String>> testees = servers.entrySet()
			.stream()
			.map((server) -> Map.of("agent", server.getKey(), "url", server.getValue()))
			.toList();
		return new Autobahn("fuzzingclient",
				Map.of("servers", testees, "options", Map.of("failByDrop", true, "version", 18)), cases);
	}

	/**
	 * Lets the suite wait for clients, and returns when it does.
	 * @param port where
	 * @param cases the cases
	 */
	static Autobahn server(int port, List<String> cases) throws IOException {
		Autobahn server = new Autobahn("fuzzingserver",
				Map.of("url", "ws://127.0.0.1:" + port, "webport", 0, "options", Map.of("failByDrop", false)), cases);
		Awaitility.await("Autobahn on port " + port + ", see " + server.log)
			.atMost(Duration.ofMinutes(2))
			.failFast(server.describe("ended before it listened"), () -> !server.process.isAlive())
			.until(() -> accepts(port));
		return server;
	}

	/**
	 * Waits until a client's run is over.
	 */
	void await(Duration deadline) throws InterruptedException {
		if (!this.process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError(describe("did not end within " + deadline));
		}
	}

	/**
	 * Where the reports are.
	 */
	Path reports() {
		return this.reports;
	}

	/**
	 * What the suite found.
	 */
	List<CaseResult> results() {
		if (!Files.exists(this.reports.resolve("index.json"))) {
			throw new AssertionError(describe("wrote no index.json"));
		}
		return CaseResult.readAll(this.reports);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * A port that was free a moment ago.
	 */
	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private String describe(String fault) {
		return "Autobahn " + fault + "; its output is in " + this.log;
	}

	private static boolean accepts(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private static String script() {
		try {
			return Path.of(Autobahn.class.getResource("run_suite.py").toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The test resources are not in a folder", ex);
		}
	}

	private static String classPath() {
		String jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.contains("autobahntestsuite-maven-plugin") || entry.contains("jython-standalone"))
			.collect(Collectors.joining(File.pathSeparator));
		if (jars.isEmpty()) {
			throw new IllegalStateException("Autobahn is not on the class path: run Maven with -Pconformance");
		}
		return jars;
	}

	private static Map<String, Object> with(Map<String, ?> one, Map<String, ?> other) {
		Map<String, Object> both = new TreeMap<>(one);
		both.putAll(other);
		return both;
	}

}
