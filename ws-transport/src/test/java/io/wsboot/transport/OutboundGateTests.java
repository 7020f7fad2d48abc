package io.wsboot.transport;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.Opcode;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.Violation;
import io.wsboot.transport.WrittenFrames.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class OutboundGateTests {

	private static final long MARK = GateFixture.HIGH_WATER_MARK;

	private GateFixture fixture;

	private OutboundGate gate;

	@BeforeEach
	void open() throws Exception {
		this.fixture = new GateFixture();
		this.gate = this.fixture.gate();
	}

	@AfterEach
	void close() throws Exception {
		this.fixture.close();
		assertThat(this.fixture.channel().misuse()).isNull();
	}

	@Test
	void aThreadWritesWhatItSends() {
		assertThat(this.fixture.send("one")).isEqualTo(SendResult.SENT);
		assertThat(this.gate.send(false, ByteBuffer.wrap(new byte[] { 1, 2 }), false)).isEqualTo(SendResult.SENT);
		assertThat(this.gate.send(PreparedMessage.text("three"), Delivery.standard())).isEqualTo(SendResult.SENT);
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.TEXT, Opcode.BINARY, Opcode.TEXT);
		assertThat(this.fixture.frames().texts()).containsExactly("one", "\u0001\u0002", "three");
		assertThat(this.gate.queuedBytes()).isZero();
	}

	@Test
	void threadsThatSendOnceLeaveNoBuffersBehind() throws Exception {
		BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.findFirst()
			.orElseThrow();
		this.fixture.send("first");
		long before = direct.getCount();
		for (int i = 0; i < 200; i++) {
			// as a virtual thread does
			Thread once = new Thread(() -> this.fixture.send("once"));
			once.start();
			once.join();
		}
		this.fixture.settle();
		assertThat(this.fixture.frames().texts()).hasSize(201);
		// whoever finds the place of its buffer taken by chance makes a new one
		assertThat(direct.getCount() - before).isLessThan(50);
	}

	@Test
	void aLoopWritesWhatItSendsTogetherAtTheEndOfItsPass() throws Exception {
		this.fixture.onLoop(() -> {
			assertThat(this.fixture.send("one")).isEqualTo(SendResult.QUEUED);
			assertThat(this.fixture.send("two")).isEqualTo(SendResult.QUEUED);
			assertThat(this.fixture.channel().writes()).isZero();
			return null;
		});
		this.fixture.settle();
		assertThat(this.fixture.frames().texts()).containsExactly("one", "two");
		assertThat(this.fixture.channel().writes()).isOne();
	}

	@Test
	void aCorkHoldsBackItsOwnThreadOnly() throws Exception {
		// busy, so that it does not come to flush in spite of the cork
		CompletableFuture<Void> busy = new CompletableFuture<>();
		this.fixture.loop().execute(() -> busy.orTimeout(20, TimeUnit.SECONDS).join());
		this.gate.cork();
		assertThat(this.fixture.send("one")).isEqualTo(SendResult.QUEUED);
		assertThat(this.fixture.send("two")).isEqualTo(SendResult.QUEUED);
		assertThat(this.fixture.channel().writes()).isZero();
		CompletableFuture.runAsync(() -> this.fixture.send("three")).get(10, TimeUnit.SECONDS);
		assertThat(this.fixture.frames().texts()).containsExactly("one", "two", "three");
		this.fixture.send("four");
		assertThat(this.fixture.channel().writes()).isOne();
		this.gate.uncork();
		assertThat(this.fixture.frames().texts()).containsExactly("one", "two", "three", "four");
		assertThat(this.fixture.send("five")).isEqualTo(SendResult.SENT);
		busy.complete(null);
	}

	@Test
	void aCorkDoesNotHoldBackForLong() {
		this.gate.cork();
		this.fixture.send("one");
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.frames().texts()).containsExactly("one"));
		this.fixture.send("two");
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.frames().texts()).containsExactly("one", "two"));
	}

	@Test
	void aCorkLetsGoWhenMuchWaits() {
		CompletableFuture<Void> loopMayGoOn = new CompletableFuture<>();
		// so that it is not the loop that flushes
		this.fixture.loop().execute(() -> loopMayGoOn.orTimeout(20, TimeUnit.SECONDS).join());
		this.gate.cork();
		for (int i = 0; i < 70; i++) {
			this.fixture.send("x".repeat(1024));
		}
		assertThat(this.fixture.channel().writes()).isPositive();
		loopMayGoOn.complete(null);
		this.gate.uncork();
		await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(this.fixture.frames().texts()).hasSize(70));
	}

	@Test
	void aThreadLeavesTheRestOfMuchToTheLoop() throws Exception {
		Set<String> writers = ConcurrentHashMap.newKeySet();
		this.fixture.channel().takeNothing();
		String text = "x".repeat(64 * 1024);
		for (int i = 0; i < 14; i++) {
			this.fixture.send(text);
		}
		this.fixture.settle();
		this.fixture.channel().onWrite(() -> writers.add(Thread.currentThread().getName()));
		this.fixture.channel().takeEverything();
		int[] takenHere = new int[1];
		this.fixture.onLoop(() -> {
			// the loop is kept busy here, so what is taken meanwhile is this thread's
			Thread foreign = new Thread(() -> {
				this.gate.writable();
				takenHere[0] = this.fixture.channel().taken().length;
			}, "foreign");
			foreign.start();
			foreign.join();
			return null;
		});
		this.fixture.settle();
		assertThat(takenHere[0]).isBetween(256 * 1024, 256 * 1024 + 2 * 65 * 1024);
		assertThat(writers).containsExactlyInAnyOrder("foreign", "test-loop");
		assertThat(this.fixture.frames().texts()).hasSize(14);
	}

	@Test
	void whatTheKernelDoesNotTakeWaitsInOrder() throws Exception {
		this.fixture.channel().appetite((offered) -> Math.min(offered, 5));
		assertThat(this.fixture.send("first message")).isEqualTo(SendResult.QUEUED);
		assertThat(this.fixture.send("second")).isEqualTo(SendResult.QUEUED);
		CompletableFuture<Void> flushed = this.fixture.flushed();
		this.fixture.settle();
		assertThat(this.fixture.blocked()).isOne();
		assertThat(this.gate.blockedSince()).isNotEqualTo(Deadlines.NEVER);
		assertThat(this.fixture.channel().taken()).hasSize(5);
		assertThat(flushed).isNotDone();
		this.fixture.unblock();
		assertThat(this.fixture.frames().texts()).containsExactly("first message", "second");
		assertThat(this.gate.blockedSince()).isEqualTo(Deadlines.NEVER);
		assertThat(flushed).isCompleted();
	}

	@Test
	void pingsOvertakeMessagesAndACloseDoesNot() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("in flight");
		for (int i = 0; i < 5; i++) {
			this.fixture.send("waiting " + i);
		}
		this.gate.ping(GateFixture.utf8("ping"));
		this.gate.close(CloseStatus.of(1000, "bye"));
		assertThat(this.fixture.send("too late")).isEqualTo(SendResult.REFUSED);
		this.gate.ping(GateFixture.utf8("too late"));
		this.gate.pong(GateFixture.utf8("too late"));
		this.fixture.unblock();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.TEXT, Opcode.PING, Opcode.TEXT, Opcode.TEXT,
				Opcode.TEXT, Opcode.TEXT, Opcode.TEXT, Opcode.CLOSE);
		assertThat(this.fixture.frames().texts()).containsExactly("in flight", "waiting 0", "waiting 1", "waiting 2",
				"waiting 3", "waiting 4");
		assertThat(last().closeCode()).isEqualTo(1000);
		assertThat(last().closeReason()).isEqualTo("bye");
	}

	@Test
	void nothingOvertakesBytesThatAreNoFrames() throws Exception {
		byte[] head = "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
		this.fixture.channel().takeNothing();
		this.gate.writeRaw(ByteBuffer.wrap(head), false);
		this.gate.ping(GateFixture.utf8("ping"));
		this.gate.pong(GateFixture.utf8("pong"));
		this.fixture.send("message");
		this.fixture.unblock();
		byte[] taken = this.fixture.channel().taken();
		assertThat(taken).startsWith(head);
		byte[] frames = Arrays.copyOfRange(taken, head.length, taken.length);
		assertThat(WrittenFrames.parse(frames).opcodes()).containsExactly(Opcode.PING, Opcode.PONG, Opcode.TEXT);
	}

	@Test
	void inOnePassTheHeadLeavesBeforeTheFirstPong() throws Exception {
		byte[] head = "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
		this.fixture.onLoop(() -> {
			this.gate.writeRaw(ByteBuffer.wrap(head), false);
			this.gate.pong(GateFixture.utf8("pong"));
			return null;
		});
		this.fixture.settle();
		assertThat(this.fixture.channel().taken()).startsWith(head);
	}

	@Test
	void aRefusalEndsTheStreamOnceItIsWritten() throws Exception {
		this.fixture.channel().takeNothing();
		this.gate.writeRaw(ByteBuffer.wrap(new byte[100]), true);
		this.fixture.settle();
		assertThat(this.gate.isEnding()).isTrue();
		assertThat(this.fixture.ended()).isZero();
		this.fixture.unblock();
		assertThat(this.gate.isEnding()).isFalse();
		assertThat(this.fixture.ended()).isOne();
	}

	@Test
	void aSlowReaderIsClosedAndWhatWaitsForItIsDropped() throws Exception {
		this.fixture.channel().appetite((offered) -> Math.min(offered, 100));
		CompletableFuture<Void> flushed = null;
		String text = "x".repeat(10_000);
		int sent = 0;
		while (this.fixture.send(text) != SendResult.REFUSED) {
			sent++;
			flushed = this.fixture.flushed();
			assertThat(this.gate.queuedBytes()).isLessThan(MARK + 11_000);
		}
		assertThat(sent).isGreaterThan(100);
		assertThat(this.gate.isOpen()).isFalse();
		assertThat(this.gate.isClosedByUs()).isTrue();
		assertThat(this.gate.queuedBytes()).isLessThan(MARK / 2);
		assertThat(flushed).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IOException.class);
		assertThat(this.fixture.send("more")).isEqualTo(SendResult.REFUSED);
		CompletableFuture<Void> late = this.fixture.flushed();
		this.fixture.unblock();
		assertThat(late).isCompletedExceptionally();
		WrittenFrames frames = this.fixture.frames();
		assertThat(frames.rest()).as("what was partly written is finished").isZero();
		assertThat(frames.texts()).isNotEmpty().allMatch(text::equals).hasSizeLessThan(sent);
		assertThat(last().opcode()).isEqualTo(Opcode.CLOSE);
		assertThat(last().closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
		assertThat(last().closeReason()).isEqualTo("slow-consumer");
	}

	@Test
	void nothingGetsInBetweenWhatWasDroppedAndTheClose() throws Exception {
		this.fixture.channel().takeNothing();
		while (this.gate.queuedBytes() < MARK) {
			this.fixture.send("x".repeat(100_000));
		}
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.onLoop(() -> {
			this.fixture.send("finds the queue full");
			this.fixture.send("finds it dropped");
			return null;
		});
		held.release();
		this.fixture.unblock();
		assertThat(new String(this.fixture.channel().taken(), StandardCharsets.ISO_8859_1)).doesNotContain("finds it");
		assertThat(last().opcode()).isEqualTo(Opcode.CLOSE);
	}

	@Test
	void aPeerThatEndedItsStreamIsNotSentMoreThanTheMarkEither() throws Exception {
		this.fixture.channel().takeNothing();
		this.gate.streamEnded();
		assertThat(this.fixture.protocol().state()).isEqualTo(ClosingState.DRAINING);
		String text = "x".repeat(50_000);
		int taken = 0;
		for (int i = 0; i < 100; i++) {
			taken += (this.fixture.send(text) != SendResult.REFUSED) ? 1 : 0;
		}
		assertThat(taken).isBetween(20, 22);
		assertThat(this.gate.queuedBytes()).isLessThan(MARK + 51_000);
		this.fixture.unblock();
		assertThat(this.fixture.frames().texts()).hasSize(taken);
	}

	@ParameterizedTest
	@ValueSource(strings = { "io", "runtime", "error" })
	void aBrokenConnectionNeverClaimsToHaveSent(String kind) throws Exception {
		Throwable failure = switch (kind) {
			case "io" -> new IOException("expected by a test");
			case "runtime" -> new ExpectedFailure();
			default -> new LinkageError("expected by a test");
		};
		this.fixture.channel().breakWith(failure);
		assertThat(this.fixture.send("lost")).isEqualTo(SendResult.QUEUED);
		CompletableFuture<Void> flushed = this.fixture.flushed();
		this.fixture.settle();
		assertThat(flushed).isCompletedExceptionally();
		assertThat(this.fixture.failure()).isSameAs(failure);
		assertThat(this.fixture.protocol().state()).isEqualTo(ClosingState.CLOSED);
		assertThat(this.gate.queuedBytes()).isZero();
		assertThat(this.fixture.send("more")).isEqualTo(SendResult.REFUSED);
	}

	@Test
	void nothingFollowsAMessageThatCouldNotBeEncodedToItsEnd() throws Exception {
		AtomicInteger frames = new AtomicInteger();
		this.fixture.onEncode(() -> {
			if (frames.incrementAndGet() == 2) {
				throw new ExpectedFailure();
			}
		});
		assertThatExceptionOfType(ExpectedFailure.class).isThrownBy(() -> this.fixture.send("x".repeat(200_000)));
		assertThat(this.fixture.send("more")).isEqualTo(SendResult.REFUSED);
		assertThat(this.fixture.flushed()).isCompletedExceptionally();
		this.fixture.settle();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.TEXT, Opcode.CLOSE);
		assertThat(last().closeCode()).isEqualTo(CloseCode.INTERNAL_ERROR);
		assertThat(last().closeReason()).isEqualTo("send-failed");
	}

	@Test
	void whatIsAskedForWhileAnotherRequestFailsIsNotForgotten() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.onLoop(() -> {
			this.fixture.send("fails");
			this.gate.close(CloseStatus.of(4000));
			return null;
		});
		AtomicInteger frames = new AtomicInteger();
		this.fixture.onEncode(() -> {
			if (frames.incrementAndGet() == 1) {
				throw new ExpectedFailure();
			}
		});
		assertThatThrownBy(held::release).hasRootCauseInstanceOf(ExpectedFailure.class);
		assertThat(this.fixture.send("more")).isEqualTo(SendResult.REFUSED);
		this.fixture.settle();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.PONG, Opcode.CLOSE);
		assertThat(last().closeCode()).isEqualTo(4000);
	}

	@Test
	void anAbortFailsWhatWaitsAndGivesItsBuffersBack() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("x".repeat(100_000));
		CompletableFuture<Void> flushed = this.fixture.flushed();
		this.fixture.onLoop(() -> {
			this.gate.abort();
			return null;
		});
		assertThat(flushed).isCompletedExceptionally();
		assertThat(this.gate.queuedBytes()).isZero();
		assertThat(this.gate.isOpen()).isFalse();
		assertThat(this.fixture.protocol().closeStatus()).isEqualTo(CloseStatus.ABNORMAL);
		assertThat(this.fixture.send("more")).isEqualTo(SendResult.REFUSED);
		assertThat(this.fixture.flushed()).isCompletedExceptionally();
	}

	@Test
	void aLoopNeverWaitsForTheWire() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		List<CompletableFuture<Void>> flushed = new ArrayList<>();
		this.fixture.onLoop(() -> {
			assertThat(this.fixture.send("one")).isEqualTo(SendResult.QUEUED);
			assertThat(this.gate.send(PreparedMessage.text("two"), Delivery.standard())).isEqualTo(SendResult.QUEUED);
			flushed.add(this.fixture.flushed());
			ByteBuffer reused = GateFixture.utf8("three");
			this.gate.send(true, reused, false);
			reused.put(0, (byte) 'X');
			this.gate.pong(GateFixture.utf8("old"));
			this.gate.pong(GateFixture.utf8("new"));
			this.gate.write();
			this.gate.close(CloseStatus.NORMAL);
			return null;
		});
		assertThat(this.fixture.channel().writes()).isZero();
		held.release();
		this.fixture.settle();
		assertThat(this.fixture.frames().texts()).containsExactly("one", "two", "three");
		assertThat(last().opcode()).isEqualTo(Opcode.CLOSE);
		assertThat(this.fixture.frames().payloads(Opcode.PONG)).extracting(String::new).containsExactly("", "new");
		assertThat(flushed.get(0)).isCompleted();
	}

	@Test
	void anAbortDoesNotWaitForTheWireEither() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("x".repeat(100_000));
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.onLoop(() -> {
			this.gate.abort();
			return null;
		});
		assertThat(this.gate.queuedBytes()).isPositive();
		held.release();
		await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(this.gate.queuedBytes()).isZero());
		assertThat(this.fixture.protocol().state()).isEqualTo(ClosingState.CLOSED);
	}

	@Test
	void aPongThatComesWhileAnotherIsEncodedIsNotLost() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.onLoop(() -> {
			this.gate.pong(GateFixture.utf8("first"));
			return null;
		});
		// asked for in the middle of encoding the first
		this.fixture.onEncode(() -> {
			this.fixture.onEncode(() -> {
			});
			CompletableFuture.runAsync(() -> this.gate.pong(GateFixture.utf8("second")), this.fixture.loop()).join();
		});
		held.release();
		this.fixture.settle();
		assertThat(this.fixture.frames().payloads(Opcode.PONG)).extracting(String::new)
			.containsExactly("", "first", "second");
	}

	@Test
	void aMessageLeftToTheHolderAndRefusedThereFailsItsFuture() throws Exception {
		GateFixture.HeldWire held = this.fixture.holdWire();
		CompletableFuture<Void> flushed = this.fixture.onLoop(() -> {
			assertThat(this.fixture.send("lost")).isEqualTo(SendResult.QUEUED);
			return this.fixture.flushed();
		});
		// the peer broke a rule while the message was left to another thread
		this.fixture.protocol().fail(Violation.RSV_BITS);
		held.release();
		this.fixture.settle();
		assertThat(this.fixture.frames().texts()).isEmpty();
		assertThat(flushed).isCompletedExceptionally();
	}

	@Test
	void aFutureLeftToTheHolderCompletesThoughNothingIsLeftToWrite() throws Exception {
		this.fixture.send("out already");
		// corked, so that it does not write when it leaves
		GateFixture.HeldWire held = this.fixture.holdWire(this.gate::cork);
		CompletableFuture<Void> flushed = this.fixture.onLoop(this.fixture::flushed);
		assertThat(flushed).isNotDone();
		held.release();
		assertThat(flushed).succeedsWithin(10, TimeUnit.SECONDS);
	}

	@Test
	void aFutureOfWhatIsOutCompletesAtOnce() {
		this.fixture.send("out");
		assertThat(this.fixture.flushed()).isCompleted();
	}

	@Test
	void whatDependsOnASendMayWaitForTheNext() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("first");
		CompletableFuture<Void> first = this.fixture.flushed();
		CompletableFuture<String> outcome = first.thenApply((nothing) -> {
			this.fixture.send("second");
			this.fixture.flushed().orTimeout(10, TimeUnit.SECONDS).join();
			return "done";
		});
		this.fixture.channel().takeEverything();
		this.gate.writable();
		assertThat(outcome).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("done");
		assertThat(this.fixture.frames().texts()).containsExactly("first", "second");
	}

	@Test
	void theBackstopOfACorkWorksThoughItsThreadEncodesJustThen() throws Exception {
		CompletableFuture<Void> mayUncork = new CompletableFuture<>();
		CompletableFuture<Void> encoding = new CompletableFuture<>();
		CompletableFuture<Void> mayGoOn = new CompletableFuture<>();
		CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> {
			this.gate.cork();
			this.fixture.send("reply");
			this.fixture.onEncode(() -> {
				encoding.complete(null);
				mayGoOn.orTimeout(10, TimeUnit.SECONDS).join();
			});
			this.fixture.send("another");
			mayUncork.orTimeout(20, TimeUnit.SECONDS).join();
			this.gate.uncork();
		});
		encoding.get(10, TimeUnit.SECONDS);
		this.fixture.onLoop(() -> {
			this.gate.write();
			return null;
		});
		this.fixture.onEncode(() -> {
		});
		mayGoOn.complete(null);
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(this.fixture.frames().texts()).containsExactly("reply", "another"));
		mayUncork.complete(null);
		worker.get(10, TimeUnit.SECONDS);
	}

	@Test
	void strainBeginsAboveHalfTheMarkAndItsEndIsToldOnce() throws Exception {
		this.fixture.channel().takeNothing();
		String text = "x".repeat(10_000);
		while (this.gate.queuedBytes() <= MARK / 2) {
			assertThat(this.gate.isStrained()).isFalse();
			this.fixture.send(text);
		}
		assertThat(this.gate.isStrained()).isTrue();
		this.fixture.settle();
		assertThat(this.fixture.relaxedTimes()).isZero();
		this.fixture.unblock();
		assertThat(this.fixture.relaxedTimes()).isOne();
		assertThat(this.gate.isStrained()).isFalse();
	}

	@Test
	void strainThatCanBeWrittenAwayIsNone() {
		this.fixture.channel().takeNothing();
		this.fixture.send("x".repeat(600_000));
		this.fixture.channel().takeEverything();
		assertThat(this.gate.isStrained()).as("the kernel has not said that it takes more").isTrue();
		this.gate.writable();
		this.gate.cork();
		this.fixture.send("x".repeat(30_000));
		assertThat(this.gate.isStrained()).isFalse();
	}

	@Test
	void aGoneConnectionIsNotStrained() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("x".repeat(600_000));
		assertThat(this.gate.isStrained()).isTrue();
		GateFixture.HeldWire held = this.fixture.holdWire();
		this.fixture.onLoop(() -> {
			this.gate.abort();
			return null;
		});
		assertThat(this.gate.isStrained()).isFalse();
		held.release();
	}

	@Test
	void aFloodOfPingsIsAnsweredByABoundedNumberOfPongsAndTheNewestIsAmongThem() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("in flight");
		this.fixture.settle();
		this.fixture.onLoop(() -> {
			for (int i = 0; i < 10_000; i++) {
				this.gate.pong(GateFixture.utf8("ping " + i));
			}
			return null;
		});
		assertThat(this.gate.queuedBytes()).isLessThan(2_000);
		this.fixture.unblock();
		List<String> pongs = this.fixture.frames().payloads(Opcode.PONG).stream().map(String::new).toList();
		assertThat(pongs).hasSizeLessThan(200).startsWith("ping 0").endsWith("ping 9999");
	}

	@Test
	void pingsDoNotGrowAQueueThatIsFullButOneMayAlwaysWait() throws Exception {
		GateFixture small = new GateFixture(1000);
		try {
			small.channel().takeNothing();
			small.send("x".repeat(2000));
			for (int i = 0; i < 100; i++) {
				small.gate().ping(GateFixture.utf8("ping " + i));
			}
			small.unblock();
			assertThat(small.frames().payloads(Opcode.PING)).extracting(String::new).containsExactly("ping 0");
		}
		finally {
			small.close();
		}
	}

	@Test
	void aViolationClosesWithItsNameAndEndsTheStream() throws Exception {
		this.fixture.send("before");
		this.gate.violated(Violation.RSV_BITS);
		this.gate.fail();
		this.fixture.settle();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.TEXT, Opcode.CLOSE);
		assertThat(last().closeCode()).isEqualTo(1002);
		assertThat(last().closeReason()).isEqualTo("rsv-bits");
		assertThat(this.gate.isClosedByUs()).isTrue();
		assertThat(this.fixture.ended()).isPositive();
		assertThat(this.gate.isOpen()).isFalse();
	}

	@Test
	void thePeersCloseIsEchoedAndEndsTheStream() throws Exception {
		this.gate.closeReceived(CloseStatus.of(4001, "theirs"));
		this.fixture.settle();
		assertThat(last().closeCode()).isEqualTo(4001);
		assertThat(this.gate.isClosedByUs()).isFalse();
		assertThat(this.fixture.ended()).isPositive();
		this.gate.close(CloseStatus.NORMAL);
		this.fixture.settle();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.CLOSE);
	}

	@Test
	void onlyTheFirstCloseCounts() throws Exception {
		assertThat(this.gate.isOpen()).isTrue();
		this.gate.close(CloseStatus.of(4000));
		this.gate.close(CloseStatus.of(4001));
		this.gate.closeReceived(CloseStatus.of(4000));
		this.fixture.settle();
		assertThat(this.fixture.frames().opcodes()).containsExactly(Opcode.CLOSE);
		assertThat(last().closeCode()).isEqualTo(4000);
		assertThat(this.fixture.ended()).isPositive();
	}

	@Test
	void afterTheEndOfThePeersStreamRepliesAreWrittenBeforeOurs() throws Exception {
		this.fixture.channel().takeNothing();
		this.gate.streamEnded();
		this.fixture.send("a reply");
		this.gate.drained();
		this.fixture.settle();
		assertThat(this.fixture.ended()).isZero();
		this.fixture.unblock();
		assertThat(this.fixture.frames().texts()).containsExactly("a reply");
		assertThat(this.fixture.ended()).isPositive();
	}

	@Test
	void aGateThatIsNotOpenSaysSo() throws Exception {
		OutboundGate unopened = new OutboundGate(this.fixture.loop(), this.fixture.channel(), this.fixture,
				new OutboundBudget(Long.MAX_VALUE).policy(OutboundLimits.DEFAULTS));
		assertThat(unopened.isOpen()).isFalse();
		unopened.writeRaw(GateFixture.utf8("raw"), false);
		unopened.abort();
		assertThat(new String(this.fixture.channel().taken(), StandardCharsets.UTF_8)).isEqualTo("raw");
	}

	private Frame last() {
		List<Frame> frames = this.fixture.frames().frames();
		return frames.get(frames.size() - 1);
	}

}
