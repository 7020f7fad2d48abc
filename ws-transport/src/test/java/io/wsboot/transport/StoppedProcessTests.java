package io.wsboot.transport;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose process is stopped for longer than a peer has for its pong (SIGSTOP),
 * and goes on (SIGCONT).
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its processes cannot be stopped from outside")
class StoppedProcessTests {

	private static final Duration PONG_IN = Duration.ofSeconds(4);

	private static final Duration STOPPED = Duration.ofSeconds(5);

	@Test
	void whatPeersCouldNotDoMeanwhileIsNotHeldAgainstThem() throws Exception {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), ChildServer.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader said = process.inputReader();
				RawPeer peer = RawPeer.open(Integer.parseInt(said.readLine()))) {
			RawPeer.Frame ping = peer.readFrame();
			assertThat(ping.firstByte()).isEqualTo(RawPeer.PING);
			signal(process, "STOP");
			passes(STOPPED);
			signal(process, "CONT");
			assertThat(said.readLine()).as("the child has seen the gap").isEqualTo("stalled");
			peer.sendFrame(RawPeer.PONG, ping.payload());
			assertThat(said.readLine()).isEqualTo("answered");
			peer.sendClose(1000);
			peer.expectClose(1000, "");
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void signal(Process process, String name) throws Exception {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
		assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(kill.exitValue()).isZero();
	}

	private static void passes(Duration time) throws Exception {
		new CompletableFuture<>().completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS).get();
	}

	/**
	 * A server that says what happens to its heartbeat, line by line.
	 */
	static final class ChildServer implements TransportListener {

		private ChildServer() {
		}

		@Override
		public void loopStalled(long nanos) {
			System.out.println("stalled");
		}

		@Override
		public void heartbeatAnswered(long roundTripNanos) {
			System.out.println("answered");
		}

		@Override
		public void heartbeatMissed() {
			System.out.println("missed");
		}

		public static void main(String[] arguments) throws Exception {
			TransportOptions options = TransportOptions.DEFAULTS.withEventLoops(1)
				.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(500), PONG_IN));
			WsServer server = WsServer.builder()
				.options(options)
				.upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new WsHandler() {
				})))
				.listener(new ChildServer())
				.build();
			server.start();
			System.out.println(server.port());
		}

	}

}
