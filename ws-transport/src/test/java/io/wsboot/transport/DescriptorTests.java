package io.wsboot.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose process has no descriptor left: it pauses, serves those who are there,
 * and recovers.
 */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process there has no limit of descriptors")
class DescriptorTests {

	private static final int LIMIT = 96;

	private static final Duration BUSY_WINDOW = Duration.ofMillis(1000);

	@TempDir
	private Path directory;

	private Process server;

	private int port;

	private Path start(String... args) throws IOException {
		Path log = this.directory.resolve("log");
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + " && exec \"$@\"", "sh", java,
				"-cp", System.getProperty("java.class.path"), DescriptorServer.class.getName()));
		command.addAll(List.of(args));
		this.server = new ProcessBuilder(command).redirectError(log.toFile()).start();
		BufferedReader out = new BufferedReader(
				new InputStreamReader(this.server.getInputStream(), StandardCharsets.UTF_8));
		this.port = Integer.parseInt(out.readLine());
		return log;
	}

	@Test
	void withoutADescriptorAcceptingPausesAndGoesOnWithTheNextThatIsFree() throws Exception {
		Path log = start("a first line");
		exhaust(log);
		assertThat(Files.readAllLines(log)).filteredOn((line) -> line.contains("Accepting pauses"))
			.hasSizeBetween(1, 10)
			.allMatch((line) -> line.contains("Too many open files"));
		assertThat(log).content().doesNotContain("ERROR", "SEVERE");
	}

	/** The first line of a log needs a descriptor of its own. */
	@Test
	void aLogThatCannotBeWrittenDoesNotEndTheLoop() throws Exception {
		exhaust(start());
	}

	private void exhaust(Path log) throws Exception {
		List<Socket> crowd = new ArrayList<>();
		// a class that is in a folder needs a descriptor, too
		RawPeer.open(this.port).close();
		RawPeer.connect(this.port).close();
		try (RawPeer early = RawPeer.open(this.port)) {
			busyNanos(early, Duration.ofMillis(1));
			while (crowd.size() < 2 * LIMIT) {
				crowd.add(new Socket(InetAddress.getLoopbackAddress(), this.port));
			}
			assertThat(busyNanos(early, BUSY_WINDOW)).isLessThan(BUSY_WINDOW.toNanos() / 4);
			echo(early);
			close(crowd);
			try (RawPeer late = RawPeer.open(this.port)) {
				echo(late);
			}
		}
		finally {
			close(crowd);
			this.server.getOutputStream().close();
			assertThat(this.server.waitFor(30, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
		}
		assertThat(this.server.exitValue()).as(Files.readString(log)).isZero();
	}

	private static void echo(RawPeer peer) throws IOException {
		peer.sendFrame(RawPeer.BINARY, new byte[1000]);
		assertThat(peer.readFrame().payload()).hasSize(1000);
	}

	/** How long the loops were busy in a moment in which nobody could be accepted. */
	private static long busyNanos(RawPeer peer, Duration window) throws Exception {
		long before = busySoFar(peer);
		new CompletableFuture<>().completeOnTimeout(null, window.toMillis(), TimeUnit.MILLISECONDS).get();
		return busySoFar(peer) - before;
	}

	private static long busySoFar(RawPeer peer) throws IOException {
		peer.sendText("busy?");
		return Long.parseLong(peer.readFrame().text());
	}

	private static void close(List<Socket> crowd) throws IOException {
		for (Socket socket : crowd) {
			socket.close();
		}
	}

}
