package io.wsboot.transport;

import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process with little memory that publishes as fast as it can.
 */
class FastPublisherTests {

	private static final int MEMBERS = 4;

	@Test
	void itRunsOutOfNeitherHeapNorDirectMemory() throws Exception {
		Process process = ChildPeers.java(Publisher.class,
				List.of("-Xmx24m", "-XX:MaxDirectMemorySize=16m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
		// one that has next to no memory left may take for ever to run out of it
		CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(process::destroyForcibly);
		List<RawPeer> members = new ArrayList<>();
		try (BufferedReader said = process.inputReader()) {
			int port = Integer.parseInt(said.readLine());
			for (int i = 0; i < MEMBERS; i++) {
				members.add(RawPeer.open(port));
			}
			assertThat(said.readLine()).isEqualTo("unwanted small ones are out");
			assertThat(said.readLine()).isEqualTo("unwanted large ones are out");
			List<CompletableFuture<Integer>> received = members.stream().map(FastPublisherTests::count).toList();
			assertThat(said.readLine()).isEqualTo("bursts are out");
			for (CompletableFuture<Integer> count : received) {
				assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(Publisher.BURSTS * Publisher.BURST);
			}
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
			for (RawPeer member : members) {
				member.close();
			}
		}
	}

	/** Counts messages until the Close. */
	private static CompletableFuture<Integer> count(RawPeer member) {
		CompletableFuture<Integer> result = new CompletableFuture<>();
		new Thread(() -> {
			try {
				int messages = 0;
				while (member.readFrame().firstByte() != RawPeer.CLOSE) {
					messages++;
				}
				result.complete(messages);
			}
			catch (Throwable failure) {
				result.completeExceptionally(failure);
			}
		}).start();
		return result;
	}

	/**
	 * What the process does, line by line.
	 */
	static final class Publisher {

		static final int BURSTS = 100;

		/** Less than the high-water mark, so that nobody counts as slow. */
		static final int BURST = 40;

		private static final SessionGroup group = new SessionGroup();

		private Publisher() {
		}

		public static void main(String[] arguments) throws Exception {
			WsHandler handler = new WsHandler() {
				@Override
				public void onOpen(WsSession session) {
					group.add(session);
				}
			};
			WsServer server = WsServer.builder()
				.options(TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE))
				.upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(handler)))
				.build();
			server.start();
			System.out.println(server.port());
			TestServer.eventually().until(() -> group.count() == MEMBERS);
			// many times the memory, if the loops, which are slow to say that they want
			// nothing, did not hold the publisher up
			publishUnwanted(100_000, 64);
			System.out.println("unwanted small ones are out");
			publishUnwanted(3_000, 16 * 1024);
			System.out.println("unwanted large ones are out");
			for (int burst = 0; burst < BURSTS; burst++) {
				for (int i = 0; i < BURST; i++) {
					group.publish(message((i % 2 == 0) ? 64 : 16 * 1024), Delivery.standard(), null);
				}
				awaitRead();
			}
			System.out.println("bursts are out");
			server.close(Duration.ofSeconds(5));
		}

		private static void publishUnwanted(int count, int size) {
			for (int i = 0; i < count; i++) {
				group.publish(message(size), Delivery.standard(), Publisher::refuseSlowly);
			}
		}

		private static boolean refuseSlowly(WsSession session) {
			for (long end = System.nanoTime() + 5_000; System.nanoTime() < end;) {
				Thread.onSpinWait();
			}
			return false;
		}

		private static PreparedMessage message(int size) {
			return PreparedMessage.binary(ByteBuffer.allocate(size));
		}

		private static void awaitRead() {
			List<Session> members = new ArrayList<>();
			group.forEach((session) -> members.add((Session) session));
			TestServer.eventually()
				.until(() -> members.stream()
					.allMatch((session) -> session.loop().fanOuts().count() == 0 && session.queuedBytes() == 0));
		}

	}

}
