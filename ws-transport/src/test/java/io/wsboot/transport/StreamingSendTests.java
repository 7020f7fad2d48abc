package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Messages that are sent while they are being made, over sockets.
 */
@Timeout(60)
class StreamingSendTests {

	private static final int FRAGMENT = FragmentWriter.FRAGMENT;

	private final Recorder recorder = new Recorder();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private TestServer server;

	private RawPeer peer;

	private WsSession session;

	@BeforeEach
	void open() throws Exception {
		this.server = TestServer.start(TestServer.OPTIONS, this.recorder, this.executor);
		this.peer = RawPeer.openNarrow(this.server.port(), "/");
		this.session = this.recorder.session();
	}

	@AfterEach
	void close() throws Exception {
		this.peer.close();
		this.server.close();
		this.executor.shutdown();
	}

	@Test
	void aLargeMessageLeavesInFragmentsOf64KiB() throws Exception {
		byte[] data = noise(3 * FRAGMENT + 10);
		CompletableFuture<Void> writing = run(() -> {
			try (MessageOutputStream out = this.session.openBinary()) {
				out.write(data, 0, 100);
				out.write(data[100]);
				out.write(data, 101, data.length - 101);
			}
		});
		RawPeer.Frame[] frames = frames(4);
		assertThat(Stream.of(frames).map(RawPeer.Frame::firstByte)).containsExactly(0x02, 0x00, 0x00, 0x80);
		assertThat(Stream.of(frames).map((frame) -> frame.payload().length)).containsExactly(FRAGMENT, FRAGMENT,
				FRAGMENT, 10);
		assertThat(join(frames)).isEqualTo(data);
		writing.get(10, TimeUnit.SECONDS);
		assertThat(this.server.counts().sent).as("counted once").hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, FRAGMENT })
	void aShortMessageLeavesAsOneFrame(int size) throws Exception {
		byte[] data = noise(size);
		try (MessageOutputStream out = this.session.openBinary()) {
			out.write(data);
		}
		RawPeer.Frame frame = this.peer.readFrame();
		assertThat(frame.firstByte()).isEqualTo(RawPeer.BINARY);
		assertThat(frame.payload()).isEqualTo(data);
	}

	@Test
	void aFlushSendsWhatWasWritten() throws Exception {
		MessageWriter out = this.session.openText();
		out.write("one");
		out.flush();
		assertThat(this.peer.readFrame().text()).isEqualTo("one");
		out.flush();
		out.append("two").append('!');
		out.close();
		RawPeer.Frame last = this.peer.readFrame();
		assertThat(last.firstByte()).isEqualTo(0x80);
		assertThat(last.text()).isEqualTo("two!");
	}

	static Stream<List<String>> halves() {
		return Stream.of(List.of("\uD83D", "\uDE00"), List.of("a\uD83D", "\uDE00b"),
				List.of("x".repeat(4095) + "\uD83D", "\uDE00"), List.of("\uD83D", "x"), List.of("\uDE00", "\uD83D"),
				List.of("\uD83D", "", "\uDE00"), List.of("é".repeat(70_000), "€".repeat(50_000)));
	}

	@ParameterizedTest
	@MethodSource("halves")
	void surrogatesMeetAcrossWrites(List<String> parts) throws Exception {
		byte[] expected = String.join("", parts).getBytes(StandardCharsets.UTF_8);
		CompletableFuture<Void> writing = run(() -> {
			try (MessageWriter out = this.session.openText()) {
				for (String part : parts) {
					out.write(part);
				}
			}
		});
		assertThat(message()).isEqualTo(expected);
		writing.get(10, TimeUnit.SECONDS);
	}

	@Test
	void aFlushDoesNotTearACharacterApart() throws Exception {
		MessageWriter out = this.session.openText();
		out.write("a\uD83D");
		out.flush();
		assertThat(this.peer.readFrame().text()).isEqualTo("a");
		out.write(0xDE00);
		out.close();
		assertThat(this.peer.readFrame().text()).isEqualTo("\uD83D\uDE00");
	}

	@Test
	void aWriteWaitsWhileTwoFragmentsWaitForThePeer() throws Exception {
		AtomicLong written = new AtomicLong();
		byte[] piece = new byte[FRAGMENT];
		int pieces = 400;
		CompletableFuture<Void> writing = run(() -> {
			try (MessageOutputStream out = this.session.openBinary()) {
				for (int i = 0; i < pieces; i++) {
					out.write(piece);
					written.addAndGet(piece.length);
				}
			}
		});
		// the kernel's buffers are full once nothing moves any more
		eventually().until(() -> this.session.queuedBytes() > FRAGMENT);
		long stalled = stalledAt(written);
		assertThat(stalled).isLessThan((long) pieces * FRAGMENT);
		assertThat(this.session.queuedBytes()).isLessThan(3 * FRAGMENT);
		assertThat(message()).hasSize(pieces * FRAGMENT);
		writing.get(10, TimeUnit.SECONDS);
	}

	private static long stalledAt(AtomicLong written) {
		long[] last = { -1 };
		eventually().pollInterval(Duration.ofMillis(200)).until(() -> {
			long now = written.get();
			boolean same = now == last[0];
			last[0] = now;
			return same;
		});
		return last[0];
	}

	@Test
	void othersMessagesQueueUpAndTheSameThreadsToo() throws Exception {
		try (MessageWriter out = this.session.openText()) {
			out.write("first");
			out.flush();
			// a ping would overtake it
			assertThat(this.peer.readFrame().firstByte()).isEqualTo(0x01);
			assertThat(this.session.offerText("second")).isEqualTo(SendResult.QUEUED);
			this.server.server().sessions().broadcast(PreparedMessage.text("third"));
			this.session.ping(ByteBuffer.wrap(new byte[1]));
			assertThat(this.peer.readFrame().firstByte()).isEqualTo(RawPeer.PING);
			assertThat(this.session.queuedBytes()).isPositive();
		}
		assertThat(this.peer.readFrame().firstByte()).isEqualTo(0x80);
		this.peer.expectText("second");
		this.peer.expectText("third");
	}

	@Test
	void aSecondOneMustWaitForTheFirst() throws Exception {
		MessageWriter first = this.session.openText();
		assertThatIllegalStateException().isThrownBy(() -> this.session.openBinary())
			.withMessageContaining("close it before the next is opened");
		first.close();
		this.session.openBinary().close();
	}

	@Test
	void whatWasPublishedBeforeIsNotOvertaken() throws Exception {
		this.session.join("topic");
		for (int i = 0; i < 20; i++) {
			this.server.server().topics().publish("topic", PreparedMessage.text("published " + i));
			try (MessageWriter out = this.session.openText()) {
				out.write("streamed " + i);
			}
			this.peer.expectText("published " + i);
			this.peer.expectText("streamed " + i);
		}
	}

	@Test
	void aCloseEndsTheMessageAndTheNextWriteFails() throws Exception {
		MessageOutputStream out = this.session.openBinary();
		out.write(noise(FRAGMENT + 1));
		assertThat(this.peer.readFrame().firstByte()).isEqualTo(0x02);
		this.session.close(CloseStatus.of(4000));
		this.peer.expectClose(4000, "");
		assertThatIOException().isThrownBy(out::flush).withMessageContaining("cut short");
		assertThatIOException().isThrownBy(() -> out.write(1));
		out.close();
		assertThat(this.server.counts().sent).hasValue(0);
	}

	@Test
	void aLostConnectionWakesWhoWaitsForThePeer() throws Exception {
		CompletableFuture<Void> writing = run(() -> {
			try (MessageOutputStream out = this.session.openBinary()) {
				while (true) {
					out.write(new byte[FRAGMENT]);
				}
			}
		});
		eventually().until(() -> this.session.queuedBytes() > FRAGMENT);
		this.peer.reset();
		assertThat(writing).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void anInterruptGivesTheMessageUp() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		CompletableFuture<Void> writing = run(() -> {
			thread.complete(Thread.currentThread());
			try (MessageOutputStream out = this.session.openBinary()) {
				while (true) {
					out.write(new byte[FRAGMENT]);
				}
			}
		});
		eventually().until(() -> this.session.queuedBytes() > FRAGMENT);
		thread.join().interrupt();
		assertThat(writing).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(InterruptedIOException.class);
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void aMessageThatIsGivenUpNeverLooksWhole() throws Exception {
		MessageOutputStream out = this.session.openBinary();
		out.write(noise(FRAGMENT + 1));
		assertThat(this.peer.readFrame().firstByte()).isEqualTo(0x02);
		out.abort();
		out.abort();
		out.close();
		this.peer.expectClose(1011, "send-aborted");
		assertThatIOException().isThrownBy(() -> out.write(1));
	}

	@Test
	void aMessageOfWhichNothingHasLeftIsGivenUpUnnoticed() throws Exception {
		MessageWriter out = this.session.openText();
		out.write("never seen");
		this.session.offerText("behind it");
		out.abort();
		out.close();
		this.peer.expectText("behind it");
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void aLoopMustNotWait() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		this.server.server().sessions().forEach((open) -> {
			try {
				open.openBinary();
			}
			catch (Throwable ex) {
				failure.complete(ex);
			}
		});
		assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("run the handler on an executor, or send a Flow.Publisher");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCompressedMessageArrivesWhole(boolean contextTakeover) throws Exception {
		CompressionOptions wanted = new CompressionOptions(6, 1024, !contextTakeover, !contextTakeover, 15, 15);
		Recorder opened = new Recorder();
		Recorder received = new Recorder();
		TransportOptions options = TestServer.OPTIONS.withCompression(wanted);
		try (TestServer compressing = TestServer.start(options, opened, this.executor);
				WsClient client = WsClient.builder().options(options).build()) {
			client.connect(compressing.uri(), received).toCompletableFuture().get(10, TimeUnit.SECONDS);
			received.expect("open");
			for (int i = 0; i < 3; i++) {
				try (MessageOutputStream out = opened.session().openBinary()) {
					out.write(new byte[500_000]);
					out.write(noise(300_000));
				}
				opened.session().offerText("between " + "x".repeat(2000));
				try (MessageOutputStream out = opened.session().openBinary(SendOptions.DEFAULTS.uncompressed())) {
					out.write(new byte[100_000]);
				}
				received.expect("binary 800000", "text between " + "x".repeat(2000), "binary 100000");
			}
			assertThat(compressing.server().compressors().live())
				.isLessThanOrEqualTo(compressing.server().compressors().idle() + (contextTakeover ? 1 : 0));
		}
	}

	@Test
	void aPublisherIsAskedForWhatThePeerCanTake() throws Exception {
		int pieces = 400;
		AtomicLong given = new AtomicLong();
		CompletableFuture<Void> sent;
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(this.executor, 4)) {
			sent = this.session.sendBinary(publisher, SendOptions.DEFAULTS).toCompletableFuture();
			CompletableFuture<Void> submitting = run(() -> {
				for (int i = 0; i < pieces; i++) {
					publisher.submit(ByteBuffer.wrap(new byte[FRAGMENT]));
					given.incrementAndGet();
				}
				publisher.close();
			});
			eventually().until(() -> this.session.queuedBytes() > FRAGMENT);
			assertThat(stalledAt(given)).isLessThan(pieces);
			assertThat(this.session.queuedBytes()).isLessThan(3 * FRAGMENT);
			assertThat(sent).isNotDone();
			assertThat(message()).hasSize(pieces * FRAGMENT);
			submitting.get(10, TimeUnit.SECONDS);
		}
		assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(this.server.counts().sent).hasValue(1);
	}

	@Test
	void publishersTakeTurnsAndALoopMaySendThem() throws Exception {
		CountDownLatch sent = new CountDownLatch(3);
		this.server.server().sessions().forEach((open) -> {
			for (String name : List.of("a", "b", "c")) {
				open.sendBinary(new Letters(name, 5), SendOptions.DEFAULTS).thenRun(sent::countDown);
			}
			open.offerText("behind them");
		});
		assertThat(new String(message(), StandardCharsets.US_ASCII)).isEqualTo("aaaaa");
		assertThat(new String(message(), StandardCharsets.US_ASCII)).isEqualTo("bbbbb");
		assertThat(new String(message(), StandardCharsets.US_ASCII)).isEqualTo("ccccc");
		this.peer.expectText("behind them");
		assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aPublisherThatGivesNothingSendsAnEmptyMessage() throws Exception {
		CompletableFuture<Void> sent = this.session.sendBinary(new Letters("x", 0), SendOptions.DEFAULTS)
			.toCompletableFuture();
		assertThat(message()).isEmpty();
		assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPublisherThatFailsClosesTheSessionOnlyIfItGaveSomething(boolean begun) throws Exception {
		Letters failing = new Letters("x", begun ? 1 : 0, (to) -> to.onError(new ExpectedFailure()));
		CompletableFuture<Void> sent = this.session.sendBinary(failing, SendOptions.DEFAULTS).toCompletableFuture();
		assertThat(sent).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(ExpectedFailure.class);
		if (begun) {
			assertThat(this.peer.readFrame().firstByte()).isEqualTo(0x02);
			this.peer.expectClose(1011, "send-aborted");
		}
		else {
			this.session.offerText("behind it");
			this.peer.expectText("behind it");
		}
	}

	@Test
	void theEndOfASessionCancelsItsPublishers() throws Exception {
		Letters endless = new Letters("x", 1, (to) -> {
		});
		Letters waiting = new Letters("y", 1);
		CompletableFuture<Void> first = this.session.sendBinary(endless, SendOptions.DEFAULTS).toCompletableFuture();
		CompletableFuture<Void> second = this.session.sendBinary(waiting, SendOptions.DEFAULTS).toCompletableFuture();
		this.session.close();
		assertThat(first).failsWithin(10, TimeUnit.SECONDS).withThrowableThat().withCauseInstanceOf(IOException.class);
		assertThat(second).failsWithin(10, TimeUnit.SECONDS).withThrowableThat().withCauseInstanceOf(IOException.class);
		eventually().until(() -> endless.cancelled && waiting.cancelled);
		Letters late = new Letters("z", 1);
		assertThat(this.session.sendBinary(late, SendOptions.DEFAULTS).toCompletableFuture())
			.failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(IOException.class);
	}

	private CompletableFuture<Void> run(Writing writing) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.executor.execute(() -> {
			try {
				writing.run();
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		});
		return done;
	}

	private RawPeer.Frame[] frames(int count) throws IOException {
		RawPeer.Frame[] frames = new RawPeer.Frame[count];
		for (int i = 0; i < count; i++) {
			frames[i] = this.peer.readFrame();
		}
		return frames;
	}

	private byte[] message() throws IOException {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		RawPeer.Frame frame;
		do {
			frame = this.peer.readFrame();
			message.write(frame.payload());
		}
		while ((frame.firstByte() & 0x80) == 0);
		return message.toByteArray();
	}

	private static byte[] join(RawPeer.Frame[] frames) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (RawPeer.Frame frame : frames) {
			all.write(frame.payload());
		}
		return all.toByteArray();
	}

	private static byte[] noise(int size) {
		byte[] noise = new byte[size];
		new Random(size).nextBytes(noise);
		return noise;
	}

	private interface Writing {

		void run() throws Exception;

	}

	/**
	 * Gives a letter a number of times, on the thread that asks for it; then completes,
	 * fails, or falls silent.
	 */
	private static final class Letters implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

		private final byte[] letter;

		private final Consumer<Flow.Subscriber<?>> end;

		private volatile boolean cancelled;

		private int left;

		private long wanted;

		private boolean giving;

		private Flow.Subscriber<? super ByteBuffer> subscriber;

		Letters(String letter, int count) {
			this(letter, count, Flow.Subscriber::onComplete);
		}

		Letters(String letter, int count, Consumer<Flow.Subscriber<?>> end) {
			this.letter = letter.getBytes(StandardCharsets.US_ASCII);
			this.left = count;
			this.end = end;
		}

		@Override
		public void subscribe(Flow.Subscriber<? super ByteBuffer> to) {
			this.subscriber = to;
			to.onSubscribe(this);
		}

		@Override
		public synchronized void request(long count) {
			this.wanted += count;
			if (this.giving) {
				return;
			}
			this.giving = true;
			while (this.wanted > 0 && this.left >= 0) {
				this.wanted--;
				if (this.left-- == 0) {
					this.end.accept(this.subscriber);
				}
				else {
					this.subscriber.onNext(ByteBuffer.wrap(this.letter));
				}
			}
			this.giving = false;
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

	}

}
