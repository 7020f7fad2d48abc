package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.CompressionPool;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.Opcode;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole outbound half in front of a kernel that takes nothing for a while: what the
 * peer reads afterwards, and what everybody was told.
 */
class SlowReaderTests {

	private static final long MARK = 512 * 1024;

	/** What is sent first, so that what follows waits as messages. */
	private static final String FILLER = "f".repeat(66_000);

	private static final int SIZE = 10_000;

	private final OutboundBudget budget = new OutboundBudget(Long.MAX_VALUE);

	private final CompressionPool pool = new CompressionPool(0);

	private @Nullable GateFixture fixture;

	@AfterEach
	void close() throws Exception {
		if (this.fixture != null) {
			this.fixture.onLoop(() -> {
				this.fixture.gate().abort();
				return null;
			});
			this.fixture.settle();
			this.fixture.close();
			assertThat(this.fixture.channel().misuse()).isNull();
			assertThat(this.budget.usage()).extracting(OutboundUsage::slowSessions, OutboundUsage::bytes)
				.containsExactly(0, 0L);
			assertThat(this.pool.live()).isZero();
		}
	}

	@Test
	void theOldestMakeRoomAndTheNewestArriveInOrder() throws Exception {
		open(SlowConsumer.DROP_OLDEST, null);
		for (int i = 0; i < 200; i++) {
			assertThat(send(i, Delivery.standard(), null)).isEqualTo(SendResult.QUEUED);
			assertThat(gate().queuedBytes()).isLessThan(MARK + SIZE + Waiting.OVERHEAD);
		}
		List<Integer> read = resume();
		assertThat(read).hasSizeBetween(40, 60).isSorted().endsWith(197, 198, 199);
		assertThat(this.fixture.dropped(DropReason.DROP_OLDEST)).isEqualTo(200 - read.size());
	}

	@Test
	void theNewestAreNotTakenAndTheOldestArrive() throws Exception {
		open(SlowConsumer.DROP_NEWEST, null);
		int taken = 0;
		for (int i = 0; i < 200; i++) {
			taken += (send(i, Delivery.standard(), null) == SendResult.QUEUED) ? 1 : 0;
		}
		assertThat(taken).isBetween(40, 60);
		List<Integer> read = resume();
		assertThat(read).hasSize(taken).isSorted().startsWith(0, 1, 2).endsWith(taken - 1);
		assertThat(this.fixture.dropped(DropReason.DROP_NEWEST)).isEqualTo(200 - taken);
		assertThat(gate().isOpen()).isTrue();
	}

	@Test
	void ofEachKeyTheNewestArrivesWhereTheFirstStood() throws Exception {
		open(SlowConsumer.CLOSE, null);
		for (int i = 0; i < 999; i++) {
			assertThat(send(i, Delivery.conflate("key " + i % 3), null)).isEqualTo(SendResult.QUEUED);
		}
		send(999, Delivery.standard(), null);
		assertThat(gate().queuedBytes()).isLessThan(FILLER.length() + 5 * SIZE);
		assertThat(resume()).containsExactly(996, 997, 998, 999);
		assertThat(this.fixture.dropped(DropReason.CONFLATED)).isEqualTo(996);
	}

	@Test
	void theConflatingPolicyKeepsTheNewestOfATopicAndClosesForWhatHasNoKey() throws Exception {
		open(SlowConsumer.CONFLATE, null);
		Delivery one = Delivery.standard().publishedTo("one");
		Delivery other = Delivery.standard().publishedTo("other");
		for (int i = 0; i < 1000; i++) {
			assertThat(gate().send(prepared(i), (i % 2 == 0) ? one : other)).isEqualTo(SendResult.QUEUED);
		}
		assertThat(resume()).containsExactly(998, 999);
		fill();
		SendResult result = SendResult.QUEUED;
		for (int i = 0; i < 100 && result == SendResult.QUEUED; i++) {
			result = send(i, Delivery.standard(), null);
		}
		assertThat(result).isEqualTo(SendResult.REFUSED);
		assertThat(gate().isOpen()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(SlowConsumer.class)
	void aCriticalMessageThatCannotBeKeptClosesTheSession(SlowConsumer policy) throws Exception {
		open(policy, null);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		SendResult result = SendResult.QUEUED;
		for (int i = 0; i < 100 && result == SendResult.QUEUED; i++) {
			futures.add(new CompletableFuture<>());
			result = send(i, Delivery.critical(), futures.get(i));
		}
		assertThat(result).isEqualTo(SendResult.REFUSED);
		futures.remove(futures.size() - 1);
		assertThat(futures).allMatch(CompletableFuture::isCompletedExceptionally);
		this.fixture.unblock();
		List<WrittenFrames.Frame> frames = this.fixture.frames().frames();
		assertThat(frames.get(frames.size() - 1))
			.extracting(WrittenFrames.Frame::opcode, WrittenFrames.Frame::closeCode, WrittenFrames.Frame::closeReason)
			.containsExactly(Opcode.CLOSE, 1013, "slow-consumer");
		assertThat(this.fixture.dropped(DropReason.CLOSED)).as("and what was encoded before")
			.isEqualTo(futures.size() + 1);
	}

	@ParameterizedTest
	@EnumSource(value = SlowConsumer.class, names = { "DROP_OLDEST", "DROP_NEWEST" })
	void whatIsDroppedFailsItsFutureAndWhatIsNotCompletesIt(SlowConsumer policy) throws Exception {
		open(policy, null);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			futures.add(new CompletableFuture<>());
			send(i, (i % 7 == 0) ? Delivery.conflate("key") : Delivery.standard(), futures.get(i));
		}
		List<Integer> read = resume();
		for (int i = 0; i < futures.size(); i++) {
			if (read.contains(i)) {
				assertThat(futures.get(i)).as("message %s", i).isCompleted();
			}
			else {
				assertThat(futures.get(i)).as("message %s", i)
					.failsWithin(10, TimeUnit.SECONDS)
					.withThrowableThat()
					.withCauseInstanceOf(MessageDroppedException.class);
			}
		}
	}

	@Test
	void aPingPassesWhateverWaits() throws Exception {
		open(SlowConsumer.CLOSE, null);
		while (gate().queuedBytes() < MARK - 2 * SIZE) {
			send(0, Delivery.standard(), null);
		}
		gate().ping(GateFixture.utf8("ping"));
		resume();
		int before = 0;
		for (WrittenFrames.Frame frame : this.fixture.frames().frames()) {
			if (frame.opcode() == Opcode.PING) {
				break;
			}
			before++;
		}
		assertThat(before).as("what was in flight").isOne();
	}

	@Test
	void aCloseFollowsWhatWaitsAndIsEncodedAtOnce() throws Exception {
		open(SlowConsumer.DROP_OLDEST, null);
		for (int i = 0; i < 20; i++) {
			send(i, Delivery.standard(), null);
		}
		gate().close(CloseStatus.of(4000));
		assertThat(this.fixture.protocol().state().maySend()).as("the closing handshake has its time").isFalse();
		assertThat(send(20, Delivery.standard(), null)).isEqualTo(SendResult.REFUSED);
		assertThat(resume()).hasSize(20).isSorted();
		List<Opcode> opcodes = this.fixture.frames().opcodes();
		assertThat(opcodes.get(opcodes.size() - 1)).isEqualTo(Opcode.CLOSE);
	}

	@Test
	void aMessageThatIsStreamedIsNeverDroppedAndWhatWaitsBehindItIs() throws Exception {
		open(SlowConsumer.DROP_OLDEST, null);
		StreamedMessage message = new StreamedMessage(true, false, new StreamedMessage.Sender() {

			@Override
			public void begun() {
				// it did not have to wait
			}

			@Override
			public void sessionEnded() {
				throw new AssertionError("The session goes on");
			}

		});
		assertThat(gate().turn().begin(message)).isTrue();
		gate().turn().send(message, GateFixture.utf8("s".repeat(50_000)), false, new CompletableFuture<>());
		for (int i = 0; i < 200; i++) {
			assertThat(send(i, Delivery.standard(), null)).isEqualTo(SendResult.QUEUED);
		}
		gate().turn().send(message, GateFixture.utf8("t".repeat(50_000)), true, new CompletableFuture<>());
		gate().flush();
		this.fixture.unblock();
		List<String> texts = this.fixture.frames().texts();
		assertThat(texts.get(2).equals("s".repeat(50_000) + "t".repeat(50_000))).isTrue();
		assertThat(texts.size() - 3).isBetween(30, 60).isEqualTo(200 - this.fixture.dropped(DropReason.DROP_OLDEST));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPeerThatDecompressesIsNotConfusedByWhatWasDropped(boolean contextTakeover) throws Exception {
		open(SlowConsumer.DROP_OLDEST,
				new PerMessageDeflate(new DeflateParameters(!contextTakeover, !contextTakeover, 15, 15),
						new CompressionOptions(6, 1, !contextTakeover, !contextTakeover, 15, 15), this.pool));
		for (int i = 0; i < 1000; i++) {
			switch (i % 4) {
				case 0 -> send(i, Delivery.conflate("key"), null);
				case 1 -> gate().send(prepared(i), Delivery.standard());
				case 2 -> gate().send(prepared(i).uncompressed(), Delivery.droppable());
				default -> send(i, Delivery.standard(), null);
			}
		}
		List<Integer> read = resume();
		assertThat(read).endsWith(999).doesNotHaveDuplicates();
		assertThat(this.fixture.dropped(DropReason.DROP_OLDEST)).isPositive();
		for (int i = 1000; i < 1010; i++) {
			send(i, Delivery.standard(), null);
		}
		assertThat(numbers()).endsWith(1007, 1008, 1009);
	}

	@Test
	void whatASlowReaderOfTinyMessagesCostsIsBoundedByItsMark() throws Exception {
		open(SlowConsumer.DROP_OLDEST, null);
		long before = ProcessResources.heap();
		int count = 0;
		while (this.fixture.dropped(DropReason.DROP_OLDEST) == 0) {
			for (int i = 0; i < 1000; i++) {
				gate().send(true, GateFixture.utf8("tiny"), false);
			}
			this.fixture.settle();
			count += 1000;
		}
		assertThat(gate().queuedBytes()).isLessThanOrEqualTo(MARK + Waiting.OVERHEAD + 4);
		long after = ProcessResources.heap();
		assertThat(after - before).as("heap of %s messages", count).isLessThan(MARK + MARK / 4);
		resume();
	}

	@Test
	void aSessionThatWasSlowSendsAtOnceAgainAndKeepsNothing() throws Exception {
		open(SlowConsumer.DROP_OLDEST, null);
		for (int i = 0; i < 100; i++) {
			send(i, Delivery.standard(), null);
		}
		assertThat(this.budget.usage().slowSessions()).isOne();
		assertThat(this.budget.usage().bytes()).isEqualTo(gate().queuedBytes());
		assertThat(this.budget.usage().waitingMessages()).isPositive();
		resume();
		assertThat(this.budget.usage().slowSessions()).isZero();
		assertThat(gate().trySend(true, GateFixture.utf8("direct"), true)).isEqualTo(SendResult.SENT);
	}

	private void open(SlowConsumer policy, @Nullable PerMessageDeflate deflate) throws Exception {
		this.fixture = new GateFixture(new OutboundLimits(MARK, policy), deflate, this.budget);
		fill();
	}

	/** One frame in flight that the kernel does not take, and enough behind it. */
	private void fill() {
		this.fixture.channel().takeNothing();
		gate().send(true, GateFixture.utf8("first"), true);
		this.fixture.send(new Deferred.Message(true, GateFixture.utf8(FILLER), true, false), Delivery.critical(), null);
	}

	private OutboundGate gate() {
		return this.fixture.gate();
	}

	private SendResult send(int number, Delivery delivery, @Nullable CompletableFuture<Void> done) {
		return this.fixture.send(new Deferred.Message(true, payload(number), true, true), delivery, done);
	}

	private static PreparedMessage prepared(int number) {
		return PreparedMessage.text(payload(number));
	}

	/** Numbers without a period, so that little of it is there before. */
	private static ByteBuffer payload(int number) {
		StringBuilder text = new StringBuilder("#" + number + ":");
		for (int i = number; text.length() < SIZE; i = i * 31 + 7) {
			text.append(i);
		}
		return GateFixture.utf8(text.substring(0, SIZE));
	}

	private List<Integer> resume() throws Exception {
		this.fixture.unblock();
		assertThat(this.fixture.frames().rest()).isZero();
		return numbers();
	}

	private List<Integer> numbers() {
		return this.fixture.frames()
			.texts()
			.stream()
			.filter((text) -> text.startsWith("#"))
			.map((text) -> Integer.valueOf(text.substring(1, text.indexOf(':'))))
			.toList();
	}

}
