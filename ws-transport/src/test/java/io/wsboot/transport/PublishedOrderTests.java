package io.wsboot.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads publish to a topic and send to its members directly, while some members leave
 * and join again. Each message has its sender's next number: every member sees the
 * numbers of a sender in their order and none twice, and who stays misses none.
 */
class PublishedOrderTests {

	private static final String TOPIC = "news";

	private static final int MEMBERS = 12;

	/** The others leave now and then. */
	private static final int STAYING = 8;

	private static final int SENDERS = 4;

	private static final int STEPS = 2_000;

	/** By the member's index, which the server tells each of them first. */
	private final Map<Integer, WsSession> sessions = new ConcurrentHashMap<>();

	private final Map<WsSession, Queue<String>> received = new ConcurrentHashMap<>();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void everyMemberSeesEachSendersMessagesInOrder(long seed) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Numbering(), null);
				WsClient client = WsClient.builder().build()) {
			for (int i = 0; i < MEMBERS; i++) {
				client.connect("ws://127.0.0.1:" + server.port() + "/", new Receiver())
					.toCompletableFuture()
					.get(10, TimeUnit.SECONDS);
			}
			await().atMost(10, TimeUnit.SECONDS)
				.until(() -> this.received.size() == MEMBERS
						&& this.received.values().stream().noneMatch(Queue::isEmpty));
			List<Sender> senders = IntStream.range(0, SENDERS)
				.mapToObj((id) -> new Sender(id, new Random(seed * SENDERS + id), server.server().topics()))
				.toList();
			run(senders, new Leavers(new Random(seed)));
			await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
				for (Queue<String> messages : this.received.values()) {
					verify(List.copyOf(messages), senders);
				}
			});
		}
	}

	private static void run(List<Sender> senders, Leavers leavers) throws InterruptedException {
		List<Thread> threads = new ArrayList<>(senders.stream().map(Thread::new).toList());
		threads.add(new Thread(leavers));
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(60));
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static void verify(List<String> messages, List<Sender> senders) {
		int member = Integer.parseInt(messages.get(0));
		List<List<Integer>> numbers = IntStream.range(0, SENDERS)
			.<List<Integer>>mapToObj((id) -> new ArrayList<>())
			.toList();
		for (String message : messages.subList(1, messages.size())) {
			int[] parts = Arrays.stream(message.split(":")).mapToInt(Integer::parseInt).toArray();
			numbers.get(parts[0]).add(parts[1]);
		}
		for (Sender sender : senders) {
			List<Integer> seen = numbers.get(sender.id);
			assertThat(seen).isEqualTo(List.copyOf(new TreeSet<>(seen)));
			Collection<Integer> due = sender.direct.getOrDefault(member, List.of());
			assertThat(seen).containsAll(due);
			if (member < STAYING) {
				assertThat(seen).hasSize(due.size() + sender.published);
			}
		}
	}

	/** Publishes and sends, in one order. */
	private final class Sender implements Runnable {

		private final int id;

		private final Random random;

		private final Topics topics;

		/** The numbers that were sent to one member only. */
		private final Map<Integer, List<Integer>> direct = new ConcurrentHashMap<>();

		private int published;

		Sender(int id, Random random, Topics topics) {
			this.id = id;
			this.random = random;
			this.topics = topics;
		}

		@Override
		public void run() {
			for (int number = 0; number < STEPS; number++) {
				String text = this.id + ":" + number;
				if (this.random.nextInt(3) > 0) {
					this.topics.publish(TOPIC, PreparedMessage.text(text));
					this.published++;
				}
				else {
					int member = this.random.nextInt(MEMBERS);
					PublishedOrderTests.this.sessions.get(member).offerText(text);
					this.direct.computeIfAbsent(member, (index) -> new ArrayList<>()).add(number);
				}
			}
		}

	}

	/** Has some members leave the topic and come back. */
	private final class Leavers implements Runnable {

		private final Random random;

		Leavers(Random random) {
			this.random = random;
		}

		@Override
		public void run() {
			for (int i = 0; i < STEPS; i++) {
				WsSession session = PublishedOrderTests.this.sessions
					.get(STAYING + this.random.nextInt(MEMBERS - STAYING));
				if (!session.leave(TOPIC)) {
					session.join(TOPIC);
				}
				Thread.yield();
			}
		}

	}

	/** Tells each member which one it is. */
	private final class Numbering implements WsHandler {

		@Override
		public synchronized void onOpen(WsSession session) {
			int index = PublishedOrderTests.this.sessions.size();
			session.offerText(Integer.toString(index));
			session.join(TOPIC);
			PublishedOrderTests.this.sessions.put(index, session);
		}

	}

	/** A member's peer. */
	private final class Receiver implements WsHandler {

		@Override
		public void onOpen(WsSession session) {
			PublishedOrderTests.this.received.put(session, new ConcurrentLinkedQueue<>());
		}

		@Override
		public void onText(WsSession session, String text) {
			PublishedOrderTests.this.received.get(session).add(text);
		}

	}

}
