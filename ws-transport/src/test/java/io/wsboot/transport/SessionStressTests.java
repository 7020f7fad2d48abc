package io.wsboot.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.StressedSession.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * A session whose senders are threads, its loop and its handler, all at once, and in
 * every way there is; and a peer that takes apart what arrives. They send in bursts:
 * behind each, everything must have arrived though nothing else happens. Then the session
 * ends in the midst of one.
 * <p>
 * {@code -Dws.stress=PT5M} goes on with further seeds for that long, all cases together.
 */
class SessionStressTests {

	private static final int THREADS = 4;

	private static final int LOOP = THREADS;

	private static final int HANDLER = THREADS + 1;

	private static final int BURSTS = 200;

	/** Mostly one: the fewer there are, the more often the last two meet. */
	private static final int MOST_IN_A_BURST = 3;

	private static final int MESSAGES_AT_THE_END = 40;

	private static final long NO_MARK = 1L << 32;

	private static final long LOW_MARK = 512 * 1024;

	private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

	private static final Duration LONGER = Duration.parse(System.getProperty("ws.stress", "PT0S"));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final ExecutorService handlers = Executors.newFixedThreadPool(2);

	private final List<StressSender> senders = new ArrayList<>();

	private Random random;

	private StressedSession stressed;

	private WsSession session;

	private StrictPeer peer;

	private int toldToSend;

	@AfterEach
	void stop() {
		this.threads.shutdown();
		this.handlers.shutdown();
	}

	static Stream<Arguments> cases() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream.of(Ending.values()).map((ending) -> Arguments.of(kind, ending)));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void nothingIsLostTornOrToldTwice(Kind kind, Ending ending) throws Exception {
		long until = System.nanoTime() + LONGER.toNanos() / cases().count();
		long seed = 1000L * kind.ordinal() + 100L * ending.ordinal();
		do {
			stress(kind, ending, ++seed);
		}
		while (System.nanoTime() - until < 0);
	}

	private void stress(Kind kind, Ending ending, long seed) throws Exception {
		this.random = new Random(seed);
		this.senders.clear();
		this.toldToSend = 0;
		boolean onLoop = this.random.nextBoolean();
		boolean streams = this.random.nextBoolean();
		long mark = (ending == Ending.SLOWNESS) ? LOW_MARK : NO_MARK;
		try (StressedSession opened = new StressedSession(kind, seed, mark, onLoop ? null : this.handlers,
				(any) -> this.senders.get(HANDLER).send(1, !onLoop))) {
			this.stressed = opened;
			this.session = opened.session();
			this.peer = opened.peer();
			for (int number = 0; number <= HANDLER; number++) {
				this.senders.add(new StressSender(number, seed, this.session, opened::fanOut, streams));
			}
			for (int burst = 0; burst < BURSTS; burst++) {
				burst(1, (this.random.nextInt(4) == 0) ? MOST_IN_A_BURST : 1);
				awaitArrival();
			}
			verifyArrival();
			prepare(ending);
			burst(MESSAGES_AT_THE_END / 2, MESSAGES_AT_THE_END);
			this.peer.readOn();
			verifyEnd(ending);
		}
		catch (Throwable failure) {
			throw new AssertionError("%s, %s, seed %d: %s".formatted(kind, ending, seed, failure), failure);
		}
	}

	private void burst(int least, int most) throws Exception {
		List<CompletableFuture<Void>> sending = new ArrayList<>();
		for (int number = 0; number < THREADS; number++) {
			StressSender sender = this.senders.get(number);
			int messages = least + this.random.nextInt(most - least + 1);
			sending.add(CompletableFuture.runAsync(() -> sender.sendAtLeast(messages), this.threads));
		}
		int times = this.random.nextInt(2) + most / 8;
		sending.add(CompletableFuture.runAsync(() -> sendOnLoop(times), this.threads));
		for (int i = this.random.nextInt(2) + most / 8; i > 0; i--) {
			this.peer.send(RawPeer.TEXT, StressedSession.SEND);
			this.toldToSend++;
			this.peer.send(RawPeer.PING, ping());
		}
		for (CompletableFuture<Void> one : sending) {
			one.get(DEADLINE_NANOS, TimeUnit.NANOSECONDS);
		}
	}

	private void sendOnLoop(int times) {
		StressSender sender = this.senders.get(LOOP);
		for (int i = 0; i < times; i++) {
			this.stressed.sessions().forEach((any) -> sender.send(1, false)).toCompletableFuture().join();
		}
	}

	/** Nobody does anything any more: whatever was sent must arrive by itself. */
	private void awaitArrival() throws Exception {
		String lastPing = (this.toldToSend == 0) ? "" : ping();
		await("the handler has answered", () -> this.stressed.told() == this.toldToSend);
		int sent = this.senders.stream().mapToInt(StressSender::count).sum();
		int pings = this.senders.stream().mapToInt((sender) -> sender.pings().size()).sum();
		await("all messages have arrived", () -> this.peer.received() == sent);
		await("all pings have arrived", () -> this.peer.pinged() == pings);
		await("the last ping was answered", () -> this.peer.lastPong().equals(lastPing));
		await("all futures are done", () -> this.senders.stream().allMatch(StressSender::isSettled));
		await("nothing is left lying", () -> this.session.queuedBytes() == 0);
	}

	private void verifyArrival() {
		for (StressSender sender : this.senders) {
			assertThat(sender.refused()).as("refused of sender %d", sender.number()).isEmpty();
			assertThat(this.peer.messagesOf(sender.number())).as("of sender %d", sender.number())
				.isEqualTo(Stream.iterate(0, (number) -> number + 1).limit(sender.count()).toList());
			assertThat(sender.promised()).as("promised of sender %d", sender.number()).doesNotHaveDuplicates();
			assertThat(this.peer.pingsOf(sender.number())).isEqualTo(sender.pings());
		}
	}

	private String ping() {
		return "ping " + this.toldToSend;
	}

	private void prepare(Ending ending) {
		for (StressSender sender : this.senders) {
			int messages = this.random.nextInt(MESSAGES_AT_THE_END / 2);
			if (ending == Ending.SLOWNESS) {
				sender.overfill(64 * 1024);
			}
			else if (sender.number() == 0 || (ending == Ending.CLOSE && sender.number() < LOOP)) {
				sender.endAfter(messages, () -> end(ending, sender.number()));
			}
		}
		if (ending == Ending.SLOWNESS) {
			this.peer.stall();
		}
	}

	private void end(Ending ending, int sender) {
		try {
			switch (ending) {
				case CLOSE -> this.session.close(CloseStatus.of(4000 + sender));
				case PEERS_CLOSE -> this.peer.sendClose(4100);
				case END_OF_STREAM -> this.peer.endStream();
				case RESET -> this.peer.reset();
				// RSV2, which nobody has agreed on
				case VIOLATION -> this.peer.send(0xA1, "x");
				case FAILURE -> this.peer.send(RawPeer.TEXT, StressedSession.FAIL);
				case STOP -> {
					this.peer.mayBreak();
					this.stressed.stop();
				}
				case SLOWNESS -> throw new IllegalStateException("It comes by itself");
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void verifyEnd(Ending ending) throws Exception {
		CloseStatus status = this.stressed.closed().get(DEADLINE_NANOS, TimeUnit.NANOSECONDS);
		this.peer.end().get(DEADLINE_NANOS, TimeUnit.NANOSECONDS);
		await("all futures are done", () -> this.senders.stream().allMatch(StressSender::isSettled));
		await("the session is gone", () -> this.stressed.sessions().size() == 0);
		if (ending == Ending.CLOSE) {
			assertThat(status.code()).isBetween(4000, 4000 + THREADS).isEqualTo(this.peer.closeCode());
		}
		else if (ending == Ending.STOP) {
			// both say goodbye, and neither waits for ever
			assertThat(status.code()).isIn(ending.told, 1006);
			assertThat(this.peer.closeCode()).isIn(ending.sent, -1);
		}
		else {
			assertThat(status.code()).isEqualTo(ending.told);
			assertThat(this.peer.closeCode()).isEqualTo(ending.sent);
		}
		for (StressSender sender : this.senders) {
			List<Integer> arrived = this.peer.messagesOf(sender.number());
			assertThat(arrived).as("of sender %d", sender.number()).isSorted().doesNotHaveDuplicates();
			assertThat(arrived).as("of sender %d, that were refused", sender.number())
				.filteredOn(sender.refused()::contains)
				.isEmpty();
			if (!ending.isBreak()) {
				assertThat(arrived).as("of sender %d, that were promised", sender.number())
					.containsAll(sender.promised());
			}
			List<String> pings = this.peer.pingsOf(sender.number());
			assertThat(pings).as("pings").isEqualTo(sender.pings().stream().filter(pings::contains).toList());
		}
		this.stressed.stop();
		assertThat(this.stressed.closes()).as("onClose").isEqualTo(1);
	}

	private void await(String what, BooleanSupplier condition) {
		long until = System.nanoTime() + DEADLINE_NANOS;
		while (!condition.getAsBoolean()) {
			if (this.peer.end().isCompletedExceptionally()) {
				this.peer.end().join();
			}
			if (System.nanoTime() - until > 0) {
				fail("Not in time: %s; %d arrived, %d bytes wait", what, this.peer.received(),
						this.session.queuedBytes());
			}
			LockSupport.parkNanos(10_000);
		}
	}

	/**
	 * How a session ends; what the handler is told, and which Close the peer sees.
	 */
	enum Ending {

		CLOSE(0, 0), PEERS_CLOSE(4100, 4100), END_OF_STREAM(1006, -1), RESET(1006, -1), VIOLATION(1002, 1002),
		FAILURE(1011, 1011), SLOWNESS(1013, 1013), STOP(1001, 1001);

		private final int told;

		private final int sent;

		Ending(int told, int sent) {
			this.told = told;
			this.sent = sent;
		}

		/** Whether what was sent may be lost on the way. */
		private boolean isBreak() {
			return this == RESET || this == STOP;
		}

	}

}
