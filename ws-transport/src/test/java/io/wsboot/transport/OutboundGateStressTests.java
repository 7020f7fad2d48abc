package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.CompressionPool;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.Opcode;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.MessageTurn.PieceResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads and loops that send, ping and close at once, with compression and without, some
 * of them piece by piece; and a kernel that takes now more, now less, now nothing: what
 * has been written is taken apart and compared with what the senders were told.
 */
@ParameterizedClass
@EnumSource
class OutboundGateStressTests {

	private static final int MESSAGES = 300;

	private static final int THREADS = 3;

	/**
	 * Native streams that nobody uses are ended at once, so every one counted is lent.
	 */
	private final CompressionPool pool = new CompressionPool(0);

	@Parameter
	private Mode mode;

	private GateFixture fixture;

	private EventLoop otherLoop;

	private final List<Sender> senders = new ArrayList<>();

	@BeforeEach
	void open() throws Exception {
		this.fixture = new GateFixture(Long.MAX_VALUE / 2, this.mode.deflate(this.pool));
		this.otherLoop = GateFixture.loop("other-loop");
		this.otherLoop.start();
	}

	@AfterEach
	void close() throws Exception {
		this.fixture.onLoop(() -> {
			this.fixture.gate().abort();
			return null;
		});
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.pool.live()).as("native streams").isZero());
		this.otherLoop.stop();
		this.otherLoop.awaitEnd(10_000);
		this.fixture.close();
		assertThat(this.fixture.channel().misuse()).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 101, 102, 103, 104 })
	void everythingLeavesWholeOnceAndInTheOrderOfItsSender(long seed) throws Exception {
		beMoody(seed);
		begin(seed, THREADS, 2);
		awaitSenders();
		this.fixture.gate().close(CloseStatus.NORMAL);
		awaitAllWritten();
		WrittenFrames frames = frames();
		for (Sender sender : this.senders) {
			assertThat(sender.refused).isEmpty();
			assertThat(sequence(frames, sender)).as("seed %d %s", seed, sender).isEqualTo(sender.taken);
			assertThat(pings(frames, sender)).as("seed %d %s", seed, sender).isEqualTo(sender.pings);
			assertThat(sender.futures).allMatch((future) -> future.isDone() && !future.isCompletedExceptionally());
		}
		assertThat(frames.opcodes()).endsWith(Opcode.CLOSE);
	}

	@ParameterizedTest
	@ValueSource(longs = { 201, 202, 203, 204, 205, 206 })
	void behindACloseNothingFollowsAndNothingBeforeItIsLost(long seed) throws Exception {
		beMoody(seed);
		Random random = new Random(seed);
		int closer = random.nextInt(5);
		int closeAt = random.nextInt(MESSAGES);
		begin(seed, THREADS, 2, (sender) -> {
			if (sender.number == closer && sender.next == closeAt) {
				this.fixture.gate().close(CloseStatus.of(4000));
			}
		});
		awaitSenders();
		awaitAllWritten();
		WrittenFrames frames = frames();
		assertThat(frames.opcodes()).endsWith(Opcode.CLOSE);
		assertThat(frames.opcodes().indexOf(Opcode.CLOSE)).isEqualTo(frames.opcodes().size() - 1);
		for (Sender sender : this.senders) {
			List<Integer> written = sequence(frames, sender);
			assertThat(written).as("seed %d %s: in order", seed, sender).isSorted();
			assertThat(sender.taken).as("seed %d %s: none that was refused", seed, sender).containsAll(written);
			assertThat(written).as("seed %d %s: all that were promised", seed, sender).containsAll(sender.promised());
			assertThat(sender.futures).allMatch(CompletableFuture::isDone);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 301, 302, 303 })
	void aBrokenConnectionKeepsNobodyWaitingAndNoPromiseIsFalse(long seed) throws Exception {
		beMoody(seed);
		Random random = new Random(seed);
		int breakAt = random.nextInt(MESSAGES);
		begin(seed, THREADS, 2, (sender) -> {
			if (sender.number == 0 && sender.next == breakAt) {
				this.fixture.channel().breakWith(new IOException("expected by a test"));
			}
		});
		awaitSenders();
		await().atMost(20, TimeUnit.SECONDS).until(() -> this.fixture.failure() != null);
		this.fixture.settle();
		for (Sender sender : this.senders) {
			assertThat(sender.futures).allMatch(CompletableFuture::isDone);
			assertThat(sequence(this.fixture.frames(), sender)).as("seed %d %s", seed, sender)
				.containsAll(sender.promised());
		}
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.gate().queuedBytes()).as("nothing is kept").isZero());
	}

	/**
	 * Pushes beyond the mark: the session is closed with 1013, the rest is dropped, and
	 * everybody is told.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 401, 402, 403, 404 })
	void aSlowReaderGetsACloseBehindWholeMessages(long seed) throws Exception {
		this.fixture.close();
		this.fixture = new GateFixture(200_000, this.mode.deflate(this.pool));
		AtomicBoolean reads = new AtomicBoolean();
		Random random = new Random(seed);
		this.fixture.channel().appetite((offered) -> reads.get() ? offered : Math.min(offered, random.nextInt(5000)));
		begin(seed, THREADS, 2);
		awaitSenders();
		assertThat(this.fixture.gate().isOpen()).isFalse();
		reads.set(true);
		this.fixture.unblock();
		awaitAllWritten();
		WrittenFrames frames = frames();
		assertThat(frames.opcodes()).endsWith(Opcode.CLOSE);
		assertThat(frames.frames().get(frames.frames().size() - 1).closeReason()).isEqualTo("slow-consumer");
		for (Sender sender : this.senders) {
			List<Integer> written = sequence(frames, sender);
			assertThat(written).isSorted();
			assertThat(written).as("seed %d %s", seed, sender).containsAll(sender.promised());
			assertThat(sender.futures).allMatch(CompletableFuture::isDone);
		}
	}

	/** The kernel takes a random part of what it is offered, and sometimes nothing. */
	private void beMoody(long seed) {
		Random random = new Random(seed);
		this.fixture.channel()
			.appetite((offered) -> (random.nextInt(8) == 0) ? 0 : 1 + random.nextInt(Math.max(1, offered)));
		this.fixture.onBlocked(() -> this.fixture.loop().execute(this.fixture.gate()::writable));
	}

	private void begin(long seed, int threads, int loops) {
		begin(seed, threads, loops, (sender) -> {
		});
	}

	private void begin(long seed, int threads, int loops, Consumer<Sender> before) {
		for (int number = 0; number < threads + loops; number++) {
			this.senders.add(new Sender(number, new Random(seed * 31 + number), before));
		}
		for (Sender sender : this.senders) {
			if (sender.number < threads) {
				new Thread(sender::sendAll, "sender-" + sender.number).start();
			}
			else {
				sender.sendOn((sender.number == threads) ? this.fixture.loop() : this.otherLoop);
			}
		}
	}

	private void awaitSenders() throws Exception {
		for (Sender sender : this.senders) {
			sender.done.get(60, TimeUnit.SECONDS);
		}
	}

	private void awaitAllWritten() throws Exception {
		await().atMost(30, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.gate().queuedBytes()).as("left lying").isZero());
		this.fixture.settle();
	}

	private WrittenFrames frames() {
		WrittenFrames frames = this.fixture.frames();
		assertThat(frames.rest()).as("whole frames only").isZero();
		return frames;
	}

	/** The numbers of a sender's messages, each of which must be as it was sent. */
	private static List<Integer> sequence(WrittenFrames frames, Sender sender) {
		return frames.messages()
			.stream()
			.map((message) -> new String(message, StandardCharsets.US_ASCII).split(":", -1))
			.filter((parts) -> parts[0].equals("m" + sender.number))
			.map((parts) -> {
				assertThat(parts[2]).hasSize(Integer.parseInt(parts[3]));
				return Integer.valueOf(parts[1]);
			})
			.toList();
	}

	private static List<String> pings(WrittenFrames frames, Sender sender) {
		return frames.payloads(Opcode.PING)
			.stream()
			.map((ping) -> new String(ping, StandardCharsets.US_ASCII))
			.filter((ping) -> ping.startsWith("p" + sender.number + ":"))
			.toList();
	}

	/**
	 * One thread, or one loop, that sends numbered messages, and remembers what it was
	 * told of each.
	 */
	private final class Sender {

		private final int number;

		private final Random random;

		private final Consumer<Sender> before;

		private final List<Integer> taken = new ArrayList<>();

		private final List<Integer> refused = new ArrayList<>();

		private final List<CompletableFuture<Void>> futures = new ArrayList<>();

		private final List<Integer> futureOf = new ArrayList<>();

		private final List<Integer> sentAtOnce = new ArrayList<>();

		private final List<String> pings = new ArrayList<>();

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		private int next;

		private boolean corked;

		Sender(int number, Random random, Consumer<Sender> before) {
			this.number = number;
			this.random = random;
			this.before = before;
		}

		void sendAll() {
			try {
				while (this.next < MESSAGES) {
					if (this.number == 0 && this.random.nextInt(10) == 0) {
						toggleCork();
					}
					sendNext();
					if (this.random.nextInt(20) == 0) {
						Thread.yield();
					}
				}
				if (this.corked) {
					toggleCork();
				}
				this.done.complete(null);
			}
			catch (Throwable failure) {
				this.done.completeExceptionally(failure);
			}
		}

		void sendOn(EventLoop loop) {
			loop.execute(() -> {
				try {
					for (int burst = this.random.nextInt(4); burst >= 0 && this.next < MESSAGES; burst--) {
						sendNext();
					}
				}
				catch (Throwable failure) {
					this.done.completeExceptionally(failure);
				}
				if (this.next < MESSAGES) {
					sendOn(loop);
				}
				else {
					this.done.complete(null);
				}
			});
		}

		/** The messages that were reported as taken by the kernel. */
		List<Integer> promised() {
			List<Integer> promised = new ArrayList<>(this.sentAtOnce);
			for (int i = 0; i < this.futures.size(); i++) {
				if (!this.futures.get(i).isCompletedExceptionally()) {
					promised.add(this.futureOf.get(i));
				}
			}
			return promised;
		}

		@Override
		public String toString() {
			return "sender " + this.number;
		}

		private void sendNext() {
			this.before.accept(this);
			OutboundGate gate = OutboundGateStressTests.this.fixture.gate();
			int message = this.next++;
			// one sender only: its own messages must wait behind what it streams
			if (this.number == 1 && OutboundGateStressTests.this.mode.streams && this.random.nextInt(3) == 0) {
				stream(gate, message);
				return;
			}
			SendResult result = send(gate, message);
			switch (result) {
				case SENT -> this.sentAtOnce.add(message);
				case QUEUED -> {
					CompletableFuture<Void> future = new CompletableFuture<>();
					gate.whenFlushed(future);
					this.futures.add(future);
					this.futureOf.add(message);
				}
				case REFUSED -> this.refused.add(message);
			}
			if (result != SendResult.REFUSED) {
				this.taken.add(message);
			}
			if (this.random.nextInt(10) == 0) {
				String ping = "p" + this.number + ":" + message;
				gate.ping(GateFixture.utf8(ping));
				this.pings.add(ping);
			}
		}

		private void stream(OutboundGate gate, int message) {
			StreamedMessage streamed = new StreamedMessage(false, this.random.nextBoolean(), new Patient());
			assertThat(gate.turn().begin(streamed)).isTrue();
			ByteBuffer payload = payload(message);
			int end = payload.limit();
			CompletableFuture<Void> done = new CompletableFuture<>();
			PieceResult result = PieceResult.TAKEN;
			while (result == PieceResult.TAKEN && payload.hasRemaining()) {
				payload.limit(Math.min(end, payload.position() + 1 + this.random.nextInt(40_000)));
				done = new CompletableFuture<>();
				result = gate.turn().send(streamed, payload, payload.limit() == end, done);
				gate.flush();
				payload.position(payload.limit()).limit(end);
			}
			if (result == PieceResult.TAKEN) {
				this.taken.add(message);
				this.futures.add(done);
				this.futureOf.add(message);
			}
			else {
				this.refused.add(message);
			}
		}

		private ByteBuffer payload(int message) {
			int size = switch (this.random.nextInt(30)) {
				case 0 -> 70_000 + this.random.nextInt(100_000);
				case 1, 2 -> 16_000 + this.random.nextInt(10_000);
				default -> this.random.nextInt(200);
			};
			return GateFixture.utf8("m" + this.number + ":" + message + ":" + "x".repeat(size) + ":" + size);
		}

		private SendResult send(OutboundGate gate, int message) {
			ByteBuffer payload = payload(message);
			switch (this.random.nextInt(3)) {
				case 0 -> {
					return gate.send(PreparedMessage.text(payload), Delivery.standard());
				}
				case 1 -> {
					Deferred.Message whole = new Deferred.Message(true, payload, true, this.random.nextBoolean());
					return OutboundGateStressTests.this.fixture.send(whole, Delivery.standard(), null);
				}
				default -> {
					SendResult result = gate.send(false, payload, false);
					// it is the sender's again
					Arrays.fill(payload.array(), (byte) '!');
					return result;
				}
			}
		}

		private void toggleCork() {
			OutboundGate gate = OutboundGateStressTests.this.fixture.gate();
			if (this.corked) {
				gate.uncork();
			}
			else {
				gate.cork();
			}
			this.corked = !this.corked;
		}

	}

	/**
	 * What the session can do.
	 */
	enum Mode {

		PLAIN(false, false, false), PLAIN_WITH_STREAMS(false, false, true), EACH_BY_ITSELF(true, false, true),
		CONTEXT_TAKEOVER(true, true, true);

		private final boolean deflates;

		private final boolean remembers;

		private final boolean streams;

		Mode(boolean deflates, boolean remembers, boolean streams) {
			this.deflates = deflates;
			this.remembers = remembers;
			this.streams = streams;
		}

		private PerMessageDeflate deflate(CompressionPool pool) {
			return this.deflates
					? new PerMessageDeflate(new DeflateParameters(!this.remembers, !this.remembers, 15, 15),
							new CompressionOptions(1, 50, !this.remembers, !this.remembers, 15, 15), pool)
					: null;
		}

	}

	/** Waits for nothing. */
	private static final class Patient implements StreamedMessage.Sender {

		@Override
		public void begun() {
			throw new AssertionError("It did not have to wait");
		}

		@Override
		public void sessionEnded() {
			// its pieces are refused
		}

	}

}
