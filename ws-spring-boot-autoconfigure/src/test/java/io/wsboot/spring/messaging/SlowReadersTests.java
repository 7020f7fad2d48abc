package io.wsboot.spring.messaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * 500 subscribers, 50 of which stop reading, and messages of 1 KiB as fast as the others
 * can follow, from a process with 64 MB of heap beyond what it takes idle. Those who read
 * receive everything, in order; those who do not get what the policy says, and no more
 * memory than that.
 * <p>
 * The system property {@code ws.slow-readers} is how long that goes on for each policy.
 */
class SlowReadersTests {

	private static final Duration TIME = Duration.parse(System.getProperty("ws.slow-readers", "PT2S"));

	private static final int FAST = 450;

	private static final int SLOW = 50;

	private static final long MOST_BEYOND_IDLE = 64 * 1024 * 1024;

	private static final int KEYS = 8;

	/** So many fill what the operating system and the session keep, several times. */
	private static final int LEAST = 1500;

	@Test
	void underCloseTheSlowOnesAreClosed() throws Exception {
		try (Run run = new Run("close")) {
			run.publish();
			assertThat(run.counts()).containsEntry("high-water-mark", (long) SLOW).containsEntry("drop-oldest", 0L);
			for (StoppedReader slow : run.slow) {
				List<String> messages = slow.readUntil((message) -> false);
				inOrder(messages);
				assertThat(messages.size()).isLessThan(LEAST);
			}
		}
	}

	@Test
	void underDropOldestTheSlowOnesReadTheNewestInTheEnd() throws Exception {
		try (Run run = new Run("drop-oldest")) {
			String last = run.publish();
			assertThat(run.counts()).containsEntry("high-water-mark", 0L)
				.hasEntrySatisfying("drop-oldest", (count) -> assertThat(count).isPositive());
			for (StoppedReader slow : run.slow) {
				List<String> messages = slow.readUntil((message) -> message.startsWith(last));
				inOrder(messages);
				assertThat(messages.get(messages.size() - 1)).startsWith(last);
				assertThat(messages.size()).isLessThan(Integer.parseInt(last));
			}
		}
	}

	@Test
	void underDropNewestTheSlowOnesReadTheOldestAndWhatComesWhenThereIsRoomAgain() throws Exception {
		try (Run run = new Run("drop-newest")) {
			String last = run.publish();
			assertThat(run.counts()).containsEntry("high-water-mark", 0L)
				.hasEntrySatisfying("drop-newest", (count) -> assertThat(count).isPositive());
			run.publishAgain();
			for (StoppedReader slow : run.slow) {
				List<String> messages = slow.readUntil((message) -> message.startsWith(number(1)));
				assertThat(messages).noneMatch((message) -> message.startsWith(last));
			}
		}
	}

	@Test
	void underConflateTheSlowOnesReadTheNewest() throws Exception {
		try (Run run = new Run("conflate")) {
			String last = run.publish();
			assertThat(run.counts()).containsEntry("high-water-mark", 0L)
				.hasEntrySatisfying("conflated", (count) -> assertThat(count).isPositive());
			for (StoppedReader slow : run.slow) {
				List<String> messages = slow.readUntil((message) -> message.startsWith(last));
				inOrder(messages);
				assertThat(messages.get(messages.size() - 1)).startsWith(last);
			}
		}
	}

	@Test
	void whoseMessagesHaveKeysReadTheNewestOfEachWhateverThePolicy() throws Exception {
		try (Run run = new Run("keys")) {
			String last = run.publish();
			assertThat(run.counts()).containsEntry("high-water-mark", 0L)
				.hasEntrySatisfying("conflated", (count) -> assertThat(count).isPositive());
			Map<Integer, Integer> newest = newestOfEach(Integer.parseInt(last));
			for (StoppedReader slow : run.slow) {
				Map<Integer, Integer> read = new HashMap<>();
				slow.readUntil((message) -> {
					newer(read, message);
					return read.equals(newest);
				});
				assertThat(read).isEqualTo(newest);
			}
		}
	}

	private static Map<Integer, Integer> newestOfEach(int last) {
		Map<Integer, Integer> newest = new HashMap<>();
		for (int number = last; number > last - KEYS; number--) {
			newest.put(number % KEYS, number);
		}
		return newest;
	}

	private static void newer(Map<Integer, Integer> byKey, String message) {
		int number = Integer.parseInt(message.substring(0, 10));
		Integer before = byKey.put(message.charAt(11) - '0', number);
		assertThat(before == null || before < number).as(message.substring(0, 12)).isTrue();
	}

	private static void inOrder(List<String> messages) {
		int before = 0;
		for (String message : messages) {
			int number = Integer.parseInt(message.substring(0, 10));
			assertThat(number).isGreaterThan(before);
			before = number;
		}
	}

	private static String number(int number) {
		return String.format("%010d", number);
	}

	/** One process, its subscribers, and what they read. */
	private static final class Run implements AutoCloseable {

		private final Process process;

		private final PrintStream orders;

		private final BufferedReader answers;

		private final WsClient client = WsClient.builder().build();

		private final List<FastReader> fast = new ArrayList<>();

		private final List<StoppedReader> slow = new ArrayList<>();

		private final AtomicBoolean ended = new AtomicBoolean();

		Run(String policy) throws Exception {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx76m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=64m", "-XX:+ExitOnOutOfMemoryError", "-cp",
					System.getProperty("java.class.path"), SlowReaderServer.class.getName(), policy)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.orders = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
			this.answers = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
			int port = Integer.parseInt(this.answers.readLine());
			for (int i = 0; i < FAST; i++) {
				FastReader reader = new FastReader();
				this.fast.add(reader);
				this.client.connect("ws://127.0.0.1:" + port + "/prices", reader)
					.toCompletableFuture()
					.get(30, TimeUnit.SECONDS);
			}
			for (int i = 0; i < SLOW; i++) {
				this.slow.add(new StoppedReader(port, "/prices"));
			}
			this.orders.println("idle");
			assertThat(Long.parseLong(this.answers.readLine())).as("heap beyond what the process takes idle")
				.isLessThanOrEqualTo(MOST_BEYOND_IDLE);
		}

		/** Has messages published, and returns how the last one begins. */
		String publish() throws Exception {
			this.orders.println("publish " + TIME.toMillis() + " " + LEAST);
			Thread teller = new Thread(this::tell, "teller");
			teller.start();
			String published = this.answers.readLine();
			assertThat(published).as("the process has not run out of memory").isNotNull();
			int count = Integer.parseInt(published);
			assertThat(count).isGreaterThanOrEqualTo(LEAST);
			await().atMost(Duration.ofSeconds(30)).until(() -> slowest() == count);
			this.ended.set(true);
			teller.join();
			assertThat(this.fast).allSatisfy((reader) -> assertThat(reader.failure).isNull());
			return number(count);
		}

		/** Reads what is there, which makes room, and has a message published. */
		void publishAgain() throws Exception {
			for (StoppedReader each : this.slow) {
				each.readUntil((message) -> message.startsWith(number(100)));
			}
			this.fast.forEach((reader) -> reader.read = 0);
			this.orders.println("read 0");
			this.orders.println("publish 0 1");
			assertThat(this.answers.readLine()).isNotNull();
		}

		/** Tells the server how far those are who read. */
		private void tell() {
			int told = 0;
			while (!this.ended.get()) {
				int now = slowest();
				if (now != told) {
					this.orders.println("read " + now);
					told = now;
				}
				LockSupport.parkNanos(200_000);
			}
		}

		private int slowest() {
			int least = Integer.MAX_VALUE;
			for (FastReader reader : this.fast) {
				least = Math.min(least, reader.read);
			}
			return least;
		}

		Map<String, Long> counts() throws IOException {
			this.orders.println("count");
			Map<String, Long> counts = new HashMap<>();
			for (String count : this.answers.readLine().split(" ")) {
				counts.put(count.substring(0, count.indexOf('=')),
						Long.valueOf(count.substring(count.indexOf('=') + 1)));
			}
			return counts;
		}

		@Override
		public void close() throws Exception {
			this.ended.set(true);
			for (StoppedReader each : this.slow) {
				each.close();
			}
			this.client.close();
			this.process.destroyForcibly().waitFor();
		}

	}

	/** Counts, and wants each number after the one before. */
	private static final class FastReader implements WsHandler {

		private volatile int read;

		private volatile String failure;

		@Override
		public void onText(WsSession session, String text) {
			int number = Integer.parseInt(text.substring(0, 10));
			if (number != this.read + 1) {
				this.failure = number + " behind " + this.read;
			}
			this.read = number;
		}

	}

}
