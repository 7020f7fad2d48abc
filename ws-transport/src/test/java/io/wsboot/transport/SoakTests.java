package io.wsboot.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users who connect, talk, fragment, ping, stall, reset, half-close, break rules and
 * never begin, with TLS and without, with compression and without, all at once and for a
 * while: then both sides have counted the same, nothing is left of it, and nothing was
 * logged that a peer cannot cause. {@code -Dws.soak=PT30M} says how long.
 */
class SoakTests {

	private static final Duration DURATION = Duration.parse(System.getProperty("ws.soak", "PT20S"));

	private static final int USERS = 6;

	private static final TransportOptions OPTIONS = TestServer.OPTIONS
		.withCompression(new CompressionOptions(1, 100, false, false, 15, 15))
		.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(100), Duration.ofSeconds(20)));

	/** Kept: a logger that nobody refers to is forgotten with its handlers. */
	private final Logger log = Logger.getLogger("io.wsboot");

	private final Complaints complaints = new Complaints();

	@BeforeEach
	void listen() {
		this.log.addHandler(this.complaints);
	}

	@AfterEach
	void stopListening() {
		this.log.removeHandler(this.complaints);
	}

	@Test
	void nothingIsLeftBehind() throws Exception {
		// so that what is opened once for all is there
		soak(1, Duration.ofSeconds(2));
		long descriptors = ProcessResources.descriptors();
		long heap = ProcessResources.heap();
		long direct = ProcessResources.directMemory();
		soak(2, DURATION);
		assertThat(this.complaints.records).isEmpty();
		eventually().untilAsserted(() -> assertThat(ProcessResources.descriptors()).isLessThanOrEqualTo(descriptors));
		eventually().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("ws-") || thread.getName().startsWith("soak-"))
			.isEmpty());
		assertThat(ProcessResources.heap() - heap).as("heap that has come").isLessThan(4 << 20);
		// what belongs to a thread, or to nobody, goes when it is collected
		eventually().pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
			ProcessResources.heap();
			assertThat(ProcessResources.directMemory()).isLessThanOrEqualTo(direct);
		});
	}

	private static void soak(long seed, Duration duration) throws Exception {
		ExecutorService handlers = Executors.newFixedThreadPool(2, (task) -> new Thread(task, "soak-handler"));
		ExecutorService users = Executors.newFixedThreadPool(USERS, (task) -> new Thread(task, "soak-user"));
		try (TestServer plain = TestServer.start(OPTIONS, new TestServer.Echo(), null);
				TestServer encrypted = TestServer.start(OPTIONS, new TestServer.Echo(), handlers,
						ServerTls.of(Certificates.server("server")));
				WsClient client = WsClient.builder()
					.options(OPTIONS)
					.tls(ClientTls.of(Certificates.client()))
					.build()) {
			SoakScript.Totals totals = new SoakScript.Totals();
			long until = System.nanoTime() + duration.toNanos();
			List<CompletableFuture<Void>> using = new ArrayList<>();
			for (int user = 0; user < USERS; user++) {
				long own = seed * 100 + user;
				SoakScript script = new SoakScript(own, plain, encrypted, client, totals);
				using.add(CompletableFuture.runAsync(() -> run(script, own, until), users));
			}
			for (CompletableFuture<Void> one : using) {
				one.get(duration.toSeconds() + 60, TimeUnit.SECONDS);
			}
			assertQuiet(plain, encrypted, client, totals);
		}
		finally {
			users.shutdown();
			handlers.shutdown();
		}
	}

	private static void run(SoakScript script, long seed, long until) {
		for (int step = 0; System.nanoTime() - until < 0; step++) {
			try {
				script.next();
			}
			catch (Throwable failure) {
				throw new AssertionError("user with seed " + seed + ", step " + step, failure);
			}
		}
	}

	private static void assertQuiet(TestServer plain, TestServer encrypted, WsClient client, SoakScript.Totals totals) {
		List<TestServer> servers = List.of(plain, encrypted);
		for (TestServer server : servers) {
			eventually().untilAsserted(() -> assertThat(server.counts().closed.get()).as("connections closed")
				.isEqualTo(server.counts().opened.get()));
			assertThat(server.counts().sessionsClosed.get()).isEqualTo(server.counts().sessionsOpened.get());
			assertThat(server.server().sessions().size()).isZero();
			assertThat(server.server().compressors().live()).as("native streams in use")
				.isEqualTo(server.server().compressors().idle());
			assertThat(server.counts().heartbeatsMissed).hasValue(0);
		}
		eventually().untilAsserted(() -> assertThat(client.sessions().size()).isZero());
		assertThat(servers.stream().mapToInt((one) -> one.counts().sessionsOpened.get()).sum()).as("sessions")
			.isEqualTo(totals.sessions.get())
			.isPositive();
		assertThat(servers.stream().mapToInt((one) -> one.counts().received.get()).sum()).as("messages there")
			.isEqualTo(totals.sent.get());
		assertThat(servers.stream().mapToInt((one) -> one.counts().sent.get()).sum()).as("messages back")
			.isEqualTo(totals.received.get());
	}

	/**
	 * Keeps what is logged as something to look at.
	 */
	private static final class Complaints extends Handler {

		private final List<String> records = new CopyOnWriteArrayList<>();

		@Override
		public void publish(LogRecord complaint) {
			if (complaint.getLevel().intValue() >= Level.WARNING.intValue()) {
				this.records
					.add(complaint.getLoggerName() + ": " + complaint.getMessage() + " " + complaint.getThrown());
			}
		}

		@Override
		public void flush() {
			// nothing is held back
		}

		@Override
		public void close() {
			// nothing is open
		}

	}

}
