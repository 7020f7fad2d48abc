package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.Opcode;
import io.wsboot.transport.InboundBatch.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SerialExecutorTests {

	private final ExecutorService pool = Executors.newFixedThreadPool(4, HandlerThreads::daemon);

	private GateFixture fixture;

	@BeforeEach
	void open() throws Exception {
		this.fixture = new GateFixture();
	}

	@AfterEach
	void close() throws Exception {
		this.pool.shutdownNow();
		this.fixture.close();
		assertThat(this.fixture.channel().misuse()).isNull();
	}

	@Test
	void callbacksRunInTheOrderOfTheEvents() throws Exception {
		Worked session = new Worked(this.fixture, this.pool);
		session.submit(batch().event(Event.OPENED).text("a").text("b"));
		session.submit(batch().binary("c").event(Event.PING, "d").event(Event.PONG, "e"));
		session.submit(batch().closed(CloseStatus.of(4000)));
		session.awaitClose();
		assertThat(session.log).containsExactly("open", "a", "b", "c", "ping d", "pong e", "close 4000");
		assertThat(session.threads).containsOnly("handler");
	}

	@Test
	void severalBatchesThatWaitAreHandledInOrderByOneRun() throws Exception {
		LinkedBlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
		Worked session = new Worked(this.fixture, asked::add);
		for (int i = 0; i < 5; i++) {
			session.submit(batch().text("m" + i));
		}
		this.fixture.settle();
		assertThat(asked).hasSize(1);
		asked.remove().run();
		assertThat(session.log).containsExactly("m0", "m1", "m2", "m3", "m4");
		session.submit(batch().text("m5"));
		this.fixture.settle();
		assertThat(asked).hasSize(1);
	}

	@Test
	void aSessionWithMuchToDoGivesOthersATurn() throws Exception {
		LinkedBlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
		RunQueue queue = new RunQueue(this.fixture.loop(), asked::add);
		Worked busy = new Worked(this.fixture, queue);
		Worked other = new Worked(this.fixture, queue);
		List<Integer> doneByBusy = new ArrayList<>();
		other.onText = (text) -> doneByBusy.add(busy.log.size());
		for (int batch = 0; batch < 10; batch++) {
			Batch of = batch();
			for (int i = 0; i < 100; i++) {
				of.text(batch + "-" + i);
			}
			busy.submit(of);
		}
		other.submit(batch().text("mine"));
		asked.poll(10, TimeUnit.SECONDS).run();
		assertThat(busy.log).hasSize(1000);
		assertThat(doneByBusy).hasSize(1).allMatch((done) -> done >= 256 && done <= 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rejected", "runtime", "error" })
	void anExecutorThatTakesNothingIsAskedAgainAndNothingIsLost(String kind) throws Exception {
		AtomicInteger refusals = new AtomicInteger(3);
		Worked session = new Worked(this.fixture, (task) -> {
			if (refusals.getAndDecrement() > 0) {
				switch (kind) {
					case "rejected" -> throw new RejectedExecutionException("expected by a test");
					case "runtime" -> throw new ExpectedFailure();
					default -> throw new LinkageError("expected by a test");
				}
			}
			this.pool.execute(task);
		});
		session.submit(batch().event(Event.OPENED).text("a"));
		session.submit(batch().text("b").closed(CloseStatus.NORMAL));
		session.awaitClose();
		assertThat(session.log).containsExactly("open", "a", "b", "close 1000");
		assertThat(session.threads).as("never on the loop").containsOnly("handler");
		assertThat(refusals.get()).isNegative();
	}

	@Test
	void anExecutorThatRejectsASecondTurnLosesNothing() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		Worked session = new Worked(this.fixture, (task) -> {
			if (calls.incrementAndGet() % 2 == 0) {
				throw new RejectedExecutionException("expected by a test");
			}
			this.pool.execute(task);
		});
		for (int batch = 0; batch < 4; batch++) {
			Batch of = batch();
			for (int i = 0; i < 300; i++) {
				of.text("" + (batch * 300 + i));
			}
			session.submit(of);
		}
		session.submit(batch().closed(CloseStatus.NORMAL));
		session.awaitClose();
		assertThat(session.log).hasSize(1201);
		for (int i = 0; i < 1200; i++) {
			assertThat(session.log.get(i)).isEqualTo("" + i);
		}
	}

	@Test
	void callbacksWaitUntilThePeerHasReadReplies() throws Exception {
		Worked session = new Worked(this.fixture, this.pool);
		session.reply = "x".repeat(100_000);
		this.fixture.channel().takeNothing();
		this.fixture.onRelaxed(() -> session.serial.relaxed());
		Batch of = batch();
		for (int i = 0; i < 20; i++) {
			of.text("" + i);
		}
		session.submit(of);
		session.submit(batch().closed(CloseStatus.NORMAL));
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> this.fixture.gate().queuedBytes() > GateFixture.HIGH_WATER_MARK / 2);
		this.fixture.settle();
		assertThat(session.log).hasSizeBetween(5, 7).doesNotContain("close 1000");
		assertThat(this.fixture.gate().queuedBytes()).isLessThan(GateFixture.HIGH_WATER_MARK);
		this.fixture.unblock();
		session.awaitClose();
		assertThat(session.log).hasSize(21);
		await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(this.fixture.frames().texts()).hasSize(20));
	}

	@Test
	void theEndOfTheConnectionEndsTheWaitForThePeer() throws Exception {
		Worked session = new Worked(this.fixture, this.pool);
		session.reply = "x".repeat(100_000);
		this.fixture.channel().takeNothing();
		Batch of = batch();
		for (int i = 0; i < 20; i++) {
			of.text("" + i);
		}
		session.submit(of);
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> this.fixture.gate().queuedBytes() > GateFixture.HIGH_WATER_MARK / 2);
		this.fixture.onLoop(() -> {
			this.fixture.gate().abort();
			session.serial.submit(batch().closed(CloseStatus.ABNORMAL).batch);
			session.serial.relaxed();
			return null;
		});
		session.awaitClose();
		assertThat(session.log).hasSize(21).endsWith("19", "close 1006");
	}

	@Test
	void repliesToABatchLeaveTogether() throws Exception {
		LinkedBlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
		Worked session = new Worked(this.fixture, asked::add);
		session.reply = "reply";
		session.submit(batch().text("a").text("b"));
		asked.poll(10, TimeUnit.SECONDS).run();
		assertThat(this.fixture.frames().texts()).containsExactly("reply", "reply");
		assertThat(this.fixture.channel().writes()).isBetween(1, 2);
	}

	@Test
	void aReplyDoesNotWaitForASlowCallbackBehindIt() throws Exception {
		Worked session = new Worked(this.fixture, this.pool);
		CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
		session.reply = "reply";
		session.onText = (text) -> {
			if (text.equals("slow")) {
				mayGoOn.orTimeout(20, TimeUnit.SECONDS).join();
			}
		};
		this.fixture.onLoop(() -> {
			this.fixture.loop().executeNow(this.fixture.gate()::watchCork);
			session.serial.submit(batch().text("quick").text("slow").batch);
			return null;
		});
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.frames().texts()).containsExactly("reply"));
		mayGoOn.complete(null);
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.frames().texts()).containsExactly("reply", "reply"));
	}

	@Test
	void aCallbackThatThrowsClosesTheSessionOnceAndTheRestIsStillHandled() throws Exception {
		Worked session = new Worked(this.fixture, this.pool);
		session.onText = (text) -> {
			throw new ExpectedFailure();
		};
		session.submit(batch().text("a").text("b").closed(CloseStatus.ABNORMAL));
		session.awaitClose();
		assertThat(session.log).containsExactly("a", "b", "close 1006");
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.CLOSE));
		assertThat(this.fixture.frames().frames().get(0).closeCode()).isEqualTo(1011);
		assertThat(this.fixture.frames().frames().get(0).closeReason()).isEqualTo("handler-failed");
	}

	@Test
	void thePeersCloseIsAnsweredBehindTheCallbacksBeforeIt() throws Exception {
		Worked session = new Worked(this.fixture, this.pool);
		session.reply = "reply";
		Batch of = batch().text("a").text("b");
		of.batch.add(Event.CLOSE_RECEIVED, CloseStatus.of(4002, "bye"));
		session.submit(of);
		await().atMost(10, TimeUnit.SECONDS).until(() -> this.fixture.ended() > 0);
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.TEXT, Opcode.TEXT, Opcode.CLOSE);
		assertThat(this.fixture.frames().frames().get(2).closeCode()).isEqualTo(4002);
	}

	@Test
	void thePeersEndOfStreamEndsOursBehindTheReplies() throws Exception {
		Worked session = new Worked(this.fixture, this.pool);
		session.reply = "reply";
		this.fixture.gate().streamEnded();
		session.submit(batch().text("a").event(Event.STREAM_ENDED));
		await().atMost(10, TimeUnit.SECONDS).until(() -> this.fixture.ended() > 0);
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.TEXT);
	}

	@Test
	void aHandlerThatChangesTheOrderOfItsPayloadDoesNotHarmTheNext() throws Exception {
		List<Integer> numbers = new CopyOnWriteArrayList<>();
		Worked session = new Worked(this.fixture, this.pool);
		session.onBinary = (data) -> {
			numbers.add(data.getInt(data.position()));
			data.order(ByteOrder.LITTLE_ENDIAN);
		};
		Batch of = batch();
		of.batch.add(Event.BINARY, ByteBuffer.allocate(4).putInt(0, 17));
		of.batch.add(Event.BINARY, ByteBuffer.allocate(4).putInt(0, 18));
		session.submit(of.closed(CloseStatus.NORMAL));
		session.awaitClose();
		assertThat(numbers).containsExactly(17, 18);
	}

	/**
	 * Many sessions share few threads, an executor that now and then rejects, and peers
	 * that read now and then.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 11, 12, 13 })
	void everySessionsCallbacksKeepOrderNeverOverlapAndComeOnce(long seed) throws Exception {
		List<GateFixture> fixtures = new ArrayList<>();
		List<Worked> sessions = new ArrayList<>();
		Executor moody = (task) -> {
			if (ThreadLocalRandom.current().nextInt(40) == 0) {
				throw new RejectedExecutionException("expected by a test");
			}
			this.pool.execute(task);
		};
		try {
			for (int i = 0; i < 6; i++) {
				GateFixture each = new GateFixture(40_000);
				fixtures.add(each);
				Worked session = new Worked(each, moody);
				session.reply = "y".repeat(500);
				Random random = new Random(seed + i);
				each.channel().appetite((offered) -> random.nextInt(offered + 1));
				each.onBlocked(() -> each.loop().execute(each.gate()::writable));
				each.onRelaxed(session.serial::relaxed);
				sessions.add(session);
			}
			List<CompletableFuture<Void>> submitted = new ArrayList<>();
			for (Worked session : sessions) {
				submitted.add(CompletableFuture.runAsync(() -> session.submitMany(new Random(seed), 400)));
			}
			CompletableFuture.allOf(submitted.toArray(new CompletableFuture<?>[0])).get(30, TimeUnit.SECONDS);
			for (Worked session : sessions) {
				session.awaitClose();
				assertThat(session.overlapped).as("callbacks overlapped").isFalse();
				assertThat(session.log).hasSize(session.submitted + 1);
				for (int i = 0; i < session.submitted; i++) {
					assertThat(session.log.get(i)).as("seed %d", seed).isEqualTo("" + i);
				}
				assertThat(session.threads).containsOnly("handler");
			}
			for (int i = 0; i < fixtures.size(); i++) {
				GateFixture each = fixtures.get(i);
				int expected = sessions.get(i).submitted;
				await().atMost(10, TimeUnit.SECONDS)
					.untilAsserted(() -> assertThat(each.frames().messages()).hasSize(expected));
				assertThat(each.channel().misuse()).isNull();
			}
		}
		finally {
			for (GateFixture each : fixtures) {
				each.close();
			}
		}
	}

	private static Batch batch() {
		return new Batch(new InboundBatch());
	}

	private interface Callback<T> {

		void on(T payload) throws Exception;

	}

	private record Batch(InboundBatch batch) {

		Batch event(Event event) {
			this.batch.add(event);
			return this;
		}

		Batch event(Event event, String payload) {
			this.batch.add(event, GateFixture.utf8(payload));
			return this;
		}

		Batch text(String text) {
			return event(Event.TEXT, text);
		}

		Batch binary(String payload) {
			return event(Event.BINARY, payload);
		}

		Batch closed(CloseStatus status) {
			this.batch.add(Event.CLOSED, status);
			return this;
		}

	}

	/**
	 * A session whose handler writes down what it is told.
	 */
	private static final class Worked implements WsHandler {

		private final GateFixture fixture;

		private final SerialExecutor serial;

		private final List<String> log = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final CompletableFuture<Void> closed = new CompletableFuture<>();

		private final AtomicBoolean inside = new AtomicBoolean();

		private volatile boolean overlapped;

		private volatile String reply;

		private volatile Callback<String> onText = (text) -> {
		};

		private volatile Callback<ByteBuffer> onBinary = (data) -> {
		};

		private int submitted;

		Worked(GateFixture fixture, Executor executor) {
			this(fixture, new RunQueue(fixture.loop(), executor));
		}

		Worked(GateFixture fixture, RunQueue queue) {
			this.fixture = fixture;
			this.serial = new SerialExecutor(queue, fixture.calls(this), 1_000_000, Long.MAX_VALUE);
		}

		void submit(Batch batch) throws Exception {
			this.fixture.onLoop(() -> {
				this.serial.submit(batch.batch());
				return null;
			});
		}

		void submitMany(Random random, int batches) {
			for (int i = 0; i < batches; i++) {
				int messages = 1 + random.nextInt(5);
				int first = this.submitted;
				this.submitted += messages;
				this.fixture.loop().execute(() -> {
					InboundBatch batch = this.fixture.loop().takeBatch();
					for (int message = 0; message < messages; message++) {
						batch.add(Event.TEXT, GateFixture.utf8("" + (first + message)));
					}
					this.serial.submit(batch);
				});
			}
			this.fixture.loop().execute(() -> this.serial.submit(batch().closed(CloseStatus.NORMAL).batch()));
		}

		void awaitClose() throws Exception {
			this.closed.get(30, TimeUnit.SECONDS);
		}

		@Override
		public void onOpen(WsSession session) {
			note("open");
		}

		@Override
		public void onText(WsSession session, String text) throws Exception {
			note(text);
			this.overlapped |= !this.inside.compareAndSet(false, true);
			try {
				this.onText.on(text);
				if (this.reply != null) {
					this.fixture.send(this.reply);
				}
			}
			finally {
				this.inside.set(false);
			}
		}

		@Override
		public void onBinary(WsSession session, ByteBuffer data) throws Exception {
			note(Payloads.string(data, true));
			this.onBinary.on(data);
		}

		@Override
		public void onPing(WsSession session, ByteBuffer payload) {
			note("ping " + Payloads.string(payload, true));
		}

		@Override
		public void onPong(WsSession session, ByteBuffer payload) {
			note("pong " + Payloads.string(payload, true));
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) {
			note("close " + status.code());
			this.closed.complete(null);
		}

		private void note(String what) {
			this.overlapped |= !this.inside.compareAndSet(false, true);
			this.log.add(what);
			this.threads.add(Thread.currentThread().getName());
			this.inside.set(false);
		}

	}

}
