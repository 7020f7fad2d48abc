package io.wsboot.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.CompressionPool;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.Opcode;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many send to one peer that reads by fits and starts, while messages are dropped for
 * every reason there is. Each message is numbered by its sender; at the end everything is
 * accounted for: what arrived, in which order, what was dropped, and what each future
 * said. The seed decides; threads do the rest.
 */
class SlowReaderStressTests {

	private static final int SENDERS = 4;

	private static final int MESSAGES = Integer.getInteger("ws.test.messages", 1000);

	private final OutboundBudget budget = new OutboundBudget(Long.MAX_VALUE);

	private final CompressionPool pool = new CompressionPool(0);

	@ParameterizedTest
	@CsvSource({ "1, DROP_OLDEST, false, false", "2, DROP_NEWEST, false, false", "3, CONFLATE, false, false",
			"4, DROP_OLDEST, true, false", "5, DROP_NEWEST, true, true", "6, DROP_OLDEST, false, true" })
	void everyMessageArrivesOnceAndInOrderOrIsCountedAsDropped(long seed, SlowConsumer policy, boolean compressed,
			boolean closes) throws Exception {
		OutboundLimits limits = new OutboundLimits(300_000, policy);
		try (GateFixture fixture = new GateFixture(limits, compressed ? deflate() : null, this.budget)) {
			AtomicBoolean over = new AtomicBoolean();
			CompletableFuture<Void> peer = CompletableFuture.runAsync(() -> read(fixture, new Random(seed), over),
					(task) -> new Thread(task, "peer").start());
			List<Sender> senders = new ArrayList<>();
			List<CompletableFuture<Void>> running = new ArrayList<>();
			for (int i = 0; i < SENDERS; i++) {
				Sender sender = new Sender(fixture, i, new Random(seed * 31 + i), policy);
				senders.add(sender);
				running.add(CompletableFuture.runAsync(sender::sendAll,
						(task) -> new Thread(task, "sender-" + sender.number).start()));
			}
			for (CompletableFuture<Void> one : running) {
				one.get(60, TimeUnit.SECONDS);
			}
			over.set(true);
			peer.get(60, TimeUnit.SECONDS);
			if (closes) {
				fixture.gate().close(CloseStatus.NORMAL);
			}
			fixture.unblock();
			eventually().untilAsserted(() -> assertThat(fixture.gate().queuedBytes()).isZero());
			fixture.settle();
			check(fixture, senders, closes);
			fixture.onLoop(() -> {
				fixture.gate().abort();
				return null;
			});
			assertThat(fixture.channel().misuse()).isNull();
		}
		assertThat(this.budget.usage().bytes()).isZero();
		assertThat(this.budget.usage().slowSessions()).isZero();
		eventually().untilAsserted(() -> assertThat(this.pool.live()).isZero());
	}

	private PerMessageDeflate deflate() {
		return new PerMessageDeflate(new DeflateParameters(false, false, 15, 15),
				new CompressionOptions(6, 100, false, false, 15, 15), this.pool);
	}

	/** By fits and starts; and now and then the budget wants something. */
	private static void read(GateFixture fixture, Random random, AtomicBoolean over) {
		while (!over.get()) {
			switch (random.nextInt(8)) {
				case 0, 1, 2 -> fixture.channel().takeNothing();
				case 3 -> fixture.channel().takeEverything();
				case 4 -> fixture.gate().relieve(random.nextInt(50_000));
				default -> {
					int most = 1 + random.nextInt(60_000);
					fixture.channel().appetite((offered) -> Math.min(offered, most));
				}
			}
			fixture.loop().execute(fixture.gate()::writable);
			LockSupport.parkNanos(random.nextInt(400_000));
		}
	}

	private static void check(GateFixture fixture, List<Sender> senders, boolean closed) {
		WrittenFrames frames = fixture.frames();
		assertThat(frames.rest()).isZero();
		if (closed) {
			assertThat(frames.opcodes().get(frames.opcodes().size() - 1)).isEqualTo(Opcode.CLOSE);
		}
		Map<String, Integer> lastOf = new HashMap<>();
		List<String> arrived = new ArrayList<>();
		for (String text : frames.texts()) {
			String[] parts = text.split(":", 4);
			int message = Integer.parseInt(parts[2]);
			assertThat(parts[3]).as("its size and its end")
				.startsWith(String.format("%05d:", text.length()))
				.endsWith(":end");
			// sender and key: those of a key may arrive earlier than their sender's
			// others
			Integer before = lastOf.put(parts[0] + ":" + parts[1], message);
			assertThat(before == null || before < message).as("%s behind %s", message, before).isTrue();
			arrived.add(parts[0] + ":" + message);
		}
		assertThat(arrived).doesNotHaveDuplicates();
		int sent = 0;
		int refused = 0;
		for (Sender sender : senders) {
			sent += sender.results.size();
			for (int i = 0; i < sender.results.size(); i++) {
				boolean there = arrived.contains(sender.number + ":" + i);
				SendResult result = sender.results.get(i);
				refused += (result == SendResult.REFUSED) ? 1 : 0;
				assertThat(there && (result == SendResult.REFUSED || result == SendResult.DROPPED)).isFalse();
				CompletableFuture<Void> future = sender.futures.get(i);
				if (future != null && result != SendResult.REFUSED) {
					assertThat(future).as("message %s of %s: %s, arrived %s", i, sender.number, result, there).isDone();
					assertThat(future.isCompletedExceptionally()).as("message %s of %s: %s", i, sender.number, result)
						.isEqualTo(!there);
				}
			}
		}
		assertThat(refused).as("there was always something to drop").isZero();
		int dropped = 0;
		for (DropReason reason : DropReason.values()) {
			dropped += fixture.dropped(reason);
		}
		assertThat(dropped).as("of %s", sent).isPositive().isEqualTo(sent - arrived.size());
	}

	private static final class Sender {

		private final GateFixture fixture;

		private final int number;

		private final Random random;

		private final SlowConsumer policy;

		private final List<SendResult> results = new ArrayList<>();

		private final Map<Integer, CompletableFuture<Void>> futures = new HashMap<>();

		Sender(GateFixture fixture, int number, Random random, SlowConsumer policy) {
			this.fixture = fixture;
			this.number = number;
			this.random = random;
			this.policy = policy;
		}

		void sendAll() {
			for (int i = 0; i < MESSAGES; i++) {
				int message = i;
				try {
					// the first one is a loop, which never waits
					this.results.add((this.number == 0) ? this.fixture.onLoop(() -> send(message)) : send(message));
				}
				catch (Exception ex) {
					throw new AssertionError(ex);
				}
				if (this.random.nextInt(4) == 0) {
					LockSupport.parkNanos(this.random.nextInt(200_000));
				}
			}
		}

		private SendResult send(int message) {
			Delivery delivery = switch (this.random.nextInt(6)) {
				case 0 -> Delivery.droppable();
				case 1, 2 -> Delivery.conflate("sender " + this.number);
				case 3 -> (message % 50 == 0) ? Delivery.critical() : keyed();
				default -> keyed();
			};
			String text = text(message, delivery.key(this.policy));
			if (this.random.nextInt(3) == 0) {
				return this.fixture.gate().send(PreparedMessage.text(text), delivery);
			}
			CompletableFuture<Void> done = this.random.nextBoolean() ? new CompletableFuture<>() : null;
			this.futures.put(message, done);
			return this.fixture.send(new Deferred.Message(true, GateFixture.utf8(text), true, true), delivery, done);
		}

		/** What the conflating policy can always keep. */
		private Delivery keyed() {
			return Delivery.standard().publishedTo("topic " + this.random.nextInt(3) + " of " + this.number);
		}

		private String text(int message, String key) {
			int filler = (this.random.nextInt(5) == 0) ? this.random.nextInt(20_000) : this.random.nextInt(500);
			String body = ":" + StressSender.filler(message, filler) + ":end";
			String head = this.number + ":" + key + ":" + message + ":";
			int size = head.length() + body.length() + 5;
			return head + String.format("%05d", size) + body;
		}

	}

}
