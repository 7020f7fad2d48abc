package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.CompressionPool;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.Opcode;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.Violation;
import io.wsboot.transport.MessageTurn.PieceResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The order of whole messages where the wire lock alone does not give it: with
 * compression, and with a message that is sent piece by piece.
 */
class MessageTurnTests {

	private static final long MARK = 200_000;

	private static final String LONG = "compress me, ".repeat(200);

	/**
	 * Native streams that nobody uses are ended at once, so every one counted is lent.
	 */
	private final CompressionPool pool = new CompressionPool(0);

	private GateFixture fixture;

	private OutboundGate gate;

	@BeforeEach
	void open() throws Exception {
		open(deflate(true));
	}

	private void open(PerMessageDeflate deflate) throws Exception {
		if (this.fixture != null) {
			this.fixture.close();
		}
		this.fixture = new GateFixture(MARK, deflate);
		this.gate = this.fixture.gate();
	}

	@AfterEach
	void close() throws Exception {
		this.fixture.onLoop(() -> {
			this.gate.abort();
			return null;
		});
		this.fixture.close();
		assertThat(this.fixture.channel().misuse()).isNull();
		assertThat(this.pool.live()).as("native streams at the end of the session").isZero();
	}

	private PerMessageDeflate deflate(boolean contextTakeover) {
		return new PerMessageDeflate(new DeflateParameters(!contextTakeover, !contextTakeover, 15, 15),
				new CompressionOptions(6, 100, !contextTakeover, !contextTakeover, 15, 15), this.pool);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatIsWorthItIsCompressedAndThePeerGetsItBack(boolean contextTakeover) throws Exception {
		open(deflate(contextTakeover));
		assertThat(this.fixture.send(LONG)).isEqualTo(SendResult.SENT);
		assertThat(this.fixture.send("short")).isEqualTo(SendResult.SENT);
		assertThat(this.fixture.send(LONG)).isEqualTo(SendResult.SENT);
		assertThat(this.fixture.frames().texts()).containsExactly(LONG, "short", LONG);
		assertThat(deflated()).containsExactly(true, false, true);
		assertThat(this.fixture.channel().taken()).hasSizeLessThan(LONG.length() / 4);
	}

	@Test
	void aMessageThatMustNotBeCompressedIsNot() throws Exception {
		this.fixture.send(LONG, false);
		this.gate.send(PreparedMessage.text(LONG).uncompressed(), Delivery.standard());
		assertThat(this.fixture.frames().texts()).containsExactly(LONG, LONG);
		assertThat(deflated()).containsExactly(false, false);
	}

	@Test
	void aPreparedMessageIsCompressedAndWhatFollowsIsRight() throws Exception {
		PreparedMessage prepared = PreparedMessage.text(LONG);
		this.fixture.send(LONG + 1);
		this.gate.send(prepared, Delivery.standard());
		this.fixture.send(LONG + 2);
		this.gate.send(prepared, Delivery.standard());
		this.fixture.send(LONG + 3);
		assertThat(this.fixture.frames().texts()).containsExactly(LONG + 1, LONG, LONG + 2, LONG, LONG + 3);
		assertThat(deflated()).doesNotContain(false);
	}

	@Test
	void aLoopLeavesItsMessagesToTheHolderOfTheTurn() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		CompletableFuture<SendResult> first = this.fixture.holdTurn(LONG + 1);
		ByteBuffer reused = GateFixture.utf8(LONG + 2);
		CompletableFuture<Void> flushed = this.fixture.onLoop(() -> {
			assertThat(this.gate.send(true, reused, false)).isEqualTo(SendResult.QUEUED);
			reused.put(0, (byte) 'X');
			assertThat(this.gate.send(PreparedMessage.text(LONG + 3), Delivery.standard()))
				.isEqualTo(SendResult.QUEUED);
			assertThat(this.fixture.send("four")).isEqualTo(SendResult.QUEUED);
			return this.fixture.flushed();
		});
		assertThat(this.gate.queuedBytes()).as("what is not encoded counts").isGreaterThan(2L * LONG.length());
		assertThat(flushed).isNotDone();
		held.release();
		assertThat(first.get(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(flushed).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(this.fixture.frames().texts()).containsExactly(LONG + 1, LONG + 2, LONG + 3, "four");
		assertThat(this.gate.queuedBytes()).isZero();
	}

	@Test
	void aLoopThatHasTheTurnDoesNotWaitForTheWire() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		CompletableFuture<Void> flushed = this.fixture.onLoop(() -> {
			assertThat(this.fixture.send(LONG + 1)).isEqualTo(SendResult.QUEUED);
			assertThat(this.fixture.send(LONG + 2)).isEqualTo(SendResult.QUEUED);
			return this.fixture.flushed();
		});
		assertThat(this.fixture.channel().writes()).isZero();
		held.release();
		assertThat(flushed).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(this.fixture.frames().texts()).containsExactly(LONG + 1, LONG + 2);
	}

	@Test
	void aCloseDoesNotOvertakeWhatWaitsForItsTurn() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.holdTurn(LONG + 1);
		this.fixture.onLoop(() -> {
			this.fixture.send(LONG + 2);
			this.gate.closeReceived(CloseStatus.of(4000));
			return null;
		});
		held.release();
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> this.fixture.protocol().state() == ClosingState.COMPLETE && this.gate.queuedBytes() == 0);
		assertThat(this.fixture.frames().texts()).containsExactly(LONG + 1, LONG + 2);
		assertThat(this.fixture.frames().opcodes()).endsWith(Opcode.CLOSE);
		assertThat(this.pool.live()).isZero();
	}

	@Test
	void whatWaitsForItsTurnCountsAgainstTheMark() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.holdTurn(LONG);
		CompletableFuture<Void> flushed = this.fixture.onLoop(() -> {
			String large = "x".repeat(50_000);
			int taken = 0;
			while (this.fixture.send(large) != SendResult.REFUSED) {
				assertThat(++taken).isLessThan(10);
			}
			assertThat(taken).isEqualTo(4);
			assertThat(this.gate.isStrained()).isTrue();
			return this.fixture.flushed();
		});
		held.release();
		assertThat(flushed).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(IOException.class);
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.frames().opcodes()).endsWith(Opcode.CLOSE));
		assertThat(last().closeReason()).isEqualTo("slow-consumer");
		assertThat(this.gate.queuedBytes()).isZero();
		assertThat(this.fixture.relaxedTimes()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theEndOfASessionGivesTheDeflaterBackWhoeverHasTheTurn(boolean held) throws Exception {
		this.fixture.send(LONG);
		assertThat(this.pool.live()).isOne();
		GateFixture.HeldWire wire = held ? this.fixture.holdWire() : null;
		CompletableFuture<SendResult> sent = held ? this.fixture.holdTurn(LONG) : null;
		this.fixture.onLoop(() -> {
			this.fixture.send(LONG);
			this.gate.abort();
			return null;
		});
		if (held) {
			assertThat(this.pool.live()).isOne();
			wire.release();
			assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
		}
		await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(this.pool.live()).isZero());
		assertThat(this.fixture.send(LONG)).isEqualTo(SendResult.REFUSED);
		assertThat(this.gate.queuedBytes()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "close", "fail", "closeReceived", "drained", "slow" })
	void whoeverEndsASessionTheDeflaterGoesHome(String end) throws Exception {
		this.fixture.send(LONG);
		switch (end) {
			case "close" -> this.gate.close(CloseStatus.NORMAL);
			case "fail" -> {
				this.gate.violated(Violation.RSV_BITS);
				this.gate.fail();
			}
			case "closeReceived" -> this.gate.closeReceived(CloseStatus.NORMAL);
			case "drained" -> {
				this.gate.streamEnded();
				assertThat(this.fixture.send(LONG)).isEqualTo(SendResult.SENT);
				this.gate.drained();
			}
			default -> {
				this.fixture.channel().takeNothing();
				byte[] large = new byte[100_000];
				Deferred.Message message = new Deferred.Message(false, ByteBuffer.wrap(large), false, false);
				while (this.fixture.send(message, Delivery.standard(), null) != SendResult.REFUSED) {
					assertThat(this.gate.queuedBytes()).isLessThan(2 * MARK);
				}
			}
		}
		assertThat(this.pool.live()).isZero();
	}

	@Test
	void aMessageThatCannotBeCompressedIsFollowedByNothing() throws Exception {
		this.fixture.protocol().deflater().close();
		assertThatIllegalStateException().isThrownBy(() -> this.fixture.send(LONG));
		assertThat(this.fixture.send("more")).isEqualTo(SendResult.REFUSED);
		this.fixture.settle();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.CLOSE);
		assertThat(last().closeReason()).isEqualTo("send-failed");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whileAMessageIsSentPieceByPieceTheOthersQueueUpBehindIt(boolean compressed) throws Exception {
		open(compressed ? deflate(true) : null);
		StreamedMessage message = new StreamedMessage(true, true, new Sender());
		assertThat(this.gate.turn().begin(message)).isTrue();
		assertThat(piece(message, "one, ".repeat(100), false)).isEqualTo(PieceResult.TAKEN);
		assertThat(this.fixture.send(LONG)).isEqualTo(SendResult.QUEUED);
		CompletableFuture<Void> flushed = this.fixture.flushed();
		this.gate.ping(GateFixture.utf8("ping"));
		this.fixture.onLoop(() -> this.gate.send(PreparedMessage.text("prepared"), Delivery.standard()));
		assertThat(piece(message, "two, ".repeat(100), false)).isEqualTo(PieceResult.TAKEN);
		assertThat(flushed).isNotDone();
		assertThat(this.fixture.frames().payloads(Opcode.PING)).as("between fragments").hasSize(1);
		assertThat(piece(message, "three", true)).isEqualTo(PieceResult.TAKEN);
		assertThat(flushed).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(this.fixture.frames().texts()).containsExactly("one, ".repeat(100) + "two, ".repeat(100) + "three",
				LONG, "prepared");
		assertThat(message.size()).isEqualTo(1005);
	}

	@Test
	void aMessageOfOnePieceLeavesAsAnyOther() throws Exception {
		StreamedMessage message = new StreamedMessage(true, true, new Sender());
		this.gate.turn().begin(message);
		piece(message, "short", true);
		assertThat(this.fixture.frames().texts()).containsExactly("short");
		assertThat(deflated()).containsExactly(false);
	}

	@Test
	void aCloseDoesNotWaitForTheEndOfAMessageThatIsSentPieceByPiece() throws Exception {
		open((PerMessageDeflate) null);
		Sender sender = new Sender();
		StreamedMessage message = new StreamedMessage(false, true, sender);
		this.gate.turn().begin(message);
		piece(message, "some", false);
		this.fixture.send("behind it");
		CompletableFuture<Void> flushed = this.fixture.flushed();
		this.gate.close(CloseStatus.NORMAL);
		assertThat(last().opcode()).isEqualTo(Opcode.CLOSE);
		assertThat(flushed).as("never to be sent").isCompletedExceptionally();
		assertThat(piece(message, "more", false)).isEqualTo(PieceResult.REFUSED);
		this.fixture.settle();
		assertThat(sender.ended).isTrue();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.BINARY, Opcode.CLOSE);
		assertThat(this.gate.queuedBytes()).isZero();
	}

	@Test
	void aSessionWhoseStreamStallsIsClosedWhenTooMuchWaitsBehindIt() throws Exception {
		open((PerMessageDeflate) null);
		StreamedMessage message = new StreamedMessage(false, true, new Sender());
		this.gate.turn().begin(message);
		piece(message, "some", false);
		String large = "x".repeat(50_000);
		int taken = 0;
		while (this.fixture.send(large) != SendResult.REFUSED) {
			assertThat(++taken).isLessThan(10);
		}
		assertThat(last().closeReason()).isEqualTo("slow-consumer");
		assertThat(this.fixture.flushed()).isCompletedExceptionally();
		assertThat(this.gate.queuedBytes()).isZero();
	}

	@Test
	void onlyOneMessageAtATimeIsSentPieceByPiece() throws Exception {
		StreamedMessage first = new StreamedMessage(false, true, new Sender());
		Sender sender = new Sender();
		StreamedMessage second = new StreamedMessage(false, true, sender);
		assertThat(this.gate.turn().begin(first)).isTrue();
		assertThat(this.gate.turn().begin(second)).isFalse();
		this.gate.begin(second);
		this.fixture.send("behind both");
		piece(first, "first", true);
		await().atMost(10, TimeUnit.SECONDS).untilTrue(sender.begun);
		assertThat(this.fixture.frames().texts()).containsExactly("first");
		piece(second, "second", true);
		assertThat(this.fixture.frames().texts()).containsExactly("first", "second", "behind both");
	}

	@Test
	void aMessageThatIsBegunWhileOthersAreEncodedHasItsTurnBehindThem() throws Exception {
		open((PerMessageDeflate) null);
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.onLoop(() -> this.fixture.send("one"));
		Sender sender = new Sender();
		StreamedMessage message = new StreamedMessage(false, true, sender);
		// asked for in the middle of encoding what the loop has left
		this.fixture.onEncode(() -> {
			this.fixture.onEncode(() -> {
			});
			CompletableFuture.runAsync(() -> this.gate.begin(message), this.fixture.loop()).join();
		});
		held.release();
		await().atMost(10, TimeUnit.SECONDS).untilTrue(sender.begun);
		piece(message, "two", true);
		this.fixture.settle();
		assertThat(this.fixture.frames().texts()).containsExactly("one", "two");
	}

	@Test
	void aCloseDoesNotWaitForAMessageWhoseTurnComesWhileItWaits() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.holdTurn(LONG);
		Sender sender = new Sender();
		this.fixture.onLoop(() -> {
			this.gate.begin(new StreamedMessage(false, true, sender));
			this.gate.close(CloseStatus.NORMAL);
			return null;
		});
		held.release();
		await().atMost(10, TimeUnit.SECONDS).until(() -> this.fixture.protocol().state() == ClosingState.CLOSE_SENT);
		await().atMost(10, TimeUnit.SECONDS).untilTrue(sender.ended);
		assertThat(this.fixture.frames().texts()).containsExactly(LONG);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anAbortClosesTheSessionOnlyIfSomeOfTheMessageHasLeft(boolean begun) throws Exception {
		open((PerMessageDeflate) null);
		StreamedMessage message = new StreamedMessage(false, true, new Sender());
		this.gate.turn().begin(message);
		if (begun) {
			piece(message, "some", false);
		}
		this.fixture.send("behind it");
		this.fixture.onLoop(() -> {
			this.gate.turn().abort(message);
			this.gate.flush();
			return null;
		});
		this.fixture.settle();
		if (begun) {
			assertThat(last().closeCode()).isEqualTo(1011);
			assertThat(last().closeReason()).isEqualTo("send-aborted");
		}
		else {
			assertThat(this.fixture.frames().texts()).containsExactly("behind it");
		}
	}

	@Test
	void aLoopDoesNotWaitForTheTurnToSendAPiece() throws Exception {
		StreamedMessage message = new StreamedMessage(true, true, new Sender());
		this.gate.turn().begin(message);
		GateFixture.HeldWire held = this.fixture.holdWire();
		CompletableFuture<PieceResult> first = CompletableFuture.supplyAsync(() -> piece(message, "first, ", false),
				(task) -> new Thread(task, "turn-holder").start());
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> this.fixture.onLoop(() -> piece(message, "", false)) == PieceResult.BUSY);
		held.release();
		assertThat(first).succeedsWithin(10, TimeUnit.SECONDS);
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> this.fixture.onLoop(() -> piece(message, "second", true)) == PieceResult.TAKEN);
		this.fixture.settle();
		assertThat(this.fixture.frames().texts()).containsExactly("first, second");
	}

	private PieceResult piece(StreamedMessage message, String piece, boolean last) {
		PieceResult result = this.gate.turn()
			.send(message, ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)), last, new CompletableFuture<>());
		this.gate.flush();
		return result;
	}

	private List<Boolean> deflated() {
		return this.fixture.frames()
			.frames()
			.stream()
			.filter((frame) -> frame.opcode() != Opcode.CONTINUATION)
			.map(WrittenFrames.Frame::deflated)
			.toList();
	}

	private WrittenFrames.Frame last() {
		List<WrittenFrames.Frame> frames = this.fixture.frames().frames();
		return frames.get(frames.size() - 1);
	}

	private static final class Sender implements StreamedMessage.Sender {

		private final AtomicBoolean begun = new AtomicBoolean();

		private final AtomicBoolean ended = new AtomicBoolean();

		@Override
		public void begun() {
			assertThat(this.begun.getAndSet(true)).isFalse();
		}

		@Override
		public void sessionEnded() {
			assertThat(this.ended.getAndSet(true)).isFalse();
		}

	}

}
