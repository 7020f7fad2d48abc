package io.wsboot.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever does not read is not read from, and no queue grows for ever: slow readers, slow
 * handlers and floods, over real sockets.
 */
class BackPressureTests {

	private static final int MARK = 256 * 1024;

	private static final int SIZE = 16 * 1024;

	private static final TransportOptions OPTIONS = TestServer.OPTIONS.withHighWaterMark(MARK);

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	private Executor executor(boolean loop) {
		return loop ? null : this.executor;
	}

	private static byte[] numbered(int number) {
		return ByteBuffer.allocate(SIZE).putInt(number).array();
	}

	@Test
	void aReaderTooSlowForWhatIsPushedIsClosedWith1013() throws Exception {
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(OPTIONS, recorder, this.executor);
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			WsSession session = recorder.session();
			int taken = 0;
			while (session.offerBinary(ByteBuffer.wrap(numbered(taken))) != SendResult.REFUSED) {
				taken++;
				assertThat(session.queuedBytes()).isLessThan(MARK + 2 * SIZE);
				assertThat(taken).as("messages for a peer that does not read").isLessThan(4096);
			}
			assertThat(session.isOpen()).isFalse();
			assertThat(session.queuedBytes()).isLessThan(2 * 64 * 1024 + SIZE);
			int read = 0;
			RawPeer.Frame frame = peer.readFrame();
			for (; frame.firstByte() == RawPeer.BINARY; frame = peer.readFrame()) {
				assertThat(frame.payload()).hasSize(SIZE);
				assertThat(ByteBuffer.wrap(frame.payload()).getInt()).isEqualTo(read++);
			}
			assertThat(read).isLessThan(taken);
			assertThat(frame).extracting(RawPeer.Frame::firstByte, RawPeer.Frame::closeCode, RawPeer.Frame::closeReason)
				.containsExactly(RawPeer.CLOSE, 1013, "slow-consumer");
			peer.sendClose(1013);
			peer.expectEnd();
			recorder.expect("open", "close 1013");
		}
	}

	@Test
	void aFutureOfADroppedMessageFails() throws Exception {
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(OPTIONS, recorder, null);
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			WsSession session = recorder.session();
			CompletableFuture<Void> last = new CompletableFuture<>();
			for (int i = 0; session.isOpen(); i++) {
				last = session.sendBinary(ByteBuffer.wrap(numbered(i))).toCompletableFuture();
				assertThat(i).isLessThan(4096);
			}
			CompletableFuture<Void> refused = last;
			eventually().until(refused::isCompletedExceptionally);
			peer.readFrame();
		}
	}

	@Test
	void oneStuckMemberDoesNotHoldABroadcastUp() throws Exception {
		try (TestServer server = TestServer.start(OPTIONS, new Recorder(), null);
				RawPeer stuck = RawPeer.openNarrow(server.port(), "/");
				RawPeer reader = RawPeer.open(server.port())) {
			eventually().untilAsserted(() -> assertThat(server.server().sessions().size()).isEqualTo(2));
			for (int i = 0; i < 2048; i++) {
				server.server().sessions().broadcast(PreparedMessage.binary(ByteBuffer.wrap(numbered(i))));
				assertThat(ByteBuffer.wrap(reader.readFrame().payload()).getInt()).isEqualTo(i);
			}
			eventually()
				.untilAsserted(() -> assertThat(server.counts().closedLocally.get() + server.server().sessions().size())
					.isEqualTo(2));
			RawPeer.Frame frame = stuck.readFrame();
			while (frame.firstByte() != RawPeer.CLOSE) {
				frame = stuck.readFrame();
			}
			assertThat(frame.closeCode()).isEqualTo(1013);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPeerThatDoesNotReadItsRepliesIsNotReadFromAndLosesNothing(boolean loop) throws Exception {
		int messages = 2048;
		SizedEcho echo = new SizedEcho();
		try (TestServer server = TestServer.start(OPTIONS.withMaxBacklog(16), echo, executor(loop));
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			CompletableFuture<Void> writing = write(peer, messages);
			eventually().untilAsserted(() -> assertThat(server.counts().paused).hasPositiveValue());
			assertThat(writing).isNotDone();
			for (int i = 0; i < messages; i++) {
				RawPeer.Frame frame = peer.readFrame();
				assertThat(frame.payload()).hasSize(SIZE);
				assertThat(ByteBuffer.wrap(frame.payload()).getInt()).isEqualTo(i);
			}
			writing.get(10, TimeUnit.SECONDS);
			assertThat(echo.most).isLessThan(MARK);
			peer.sendClose(1000);
			peer.expectClose(1000, "");
		}
	}

	@Test
	void aResetEndsASessionWhoseHandlerWaitsForItsReader() throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			public void onBinary(WsSession opened, ByteBuffer data) {
				opened.offerBinary(data);
			}
		};
		try (TestServer server = TestServer.start(OPTIONS, recorder, this.executor)) {
			RawPeer peer = RawPeer.openNarrow(server.port(), "/");
			CompletableFuture<Void> writing = write(peer, 2048);
			eventually().untilAsserted(() -> assertThat(server.counts().paused).hasPositiveValue());
			peer.reset();
			recorder.expect("open", "close 1006");
			assertThat(writing).failsWithin(10, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPeerThatNeverReadsItsRepliesIsLeftAtTheWriteTimeout(boolean loop) throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			public void onBinary(WsSession opened, ByteBuffer data) {
				opened.offerBinary(data);
			}
		};
		TransportOptions options = OPTIONS.withTimeouts(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10),
				Duration.ofMillis(200), Duration.ofSeconds(10)));
		try (TestServer server = TestServer.start(options, recorder, executor(loop));
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			CompletableFuture<Void> writing = write(peer, 2048);
			recorder.expect("open", "close 1006");
			assertThat(server.counts().closedLocally).hasValue(1);
			assertThat(writing).failsWithin(10, TimeUnit.SECONDS);
		}
	}

	private CompletableFuture<Void> write(RawPeer peer, int messages) {
		return CompletableFuture.runAsync(() -> {
			try {
				for (int i = 0; i < messages; i++) {
					peer.sendFrame(RawPeer.BINARY, numbered(i));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, this.executor);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aHandlerThatIsSlowPausesReadingAndLosesNothing(boolean large) throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<Void> all = new CompletableFuture<>();
		int messages = large ? 200 : 20_000;
		Recorder recorder = new Recorder() {

			private int next;

			@Override
			public void onBinary(WsSession opened, ByteBuffer data) {
				ClosingTests.awaitQuietly(go);
				assertThat(data.getInt()).isEqualTo(this.next++);
				if (this.next == messages) {
					all.complete(null);
				}
			}

		};
		try (TestServer server = TestServer.start(OPTIONS.withMaxBacklog(64), recorder, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
				try {
					for (int i = 0; i < messages; i++) {
						peer.sendFrame(RawPeer.BINARY, ByteBuffer.allocate(large ? 100_000 : 4).putInt(i).array());
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, this.executor);
			eventually().untilAsserted(() -> assertThat(server.counts().paused).hasValue(1));
			assertThat(server.counts().received.get()).isBetween(1, 65);
			go.countDown();
			all.get(10, TimeUnit.SECONDS);
			writing.get(10, TimeUnit.SECONDS);
			assertThat(server.counts().received).hasValue(messages);
			assertThat(recorder.session().isOpen()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFloodOfPingsWhosePongsAreNotReadStaysSmall(boolean loop) throws Exception {
		Recorder recorder = new Recorder();
		int pings = 100_000;
		try (TestServer server = TestServer.start(OPTIONS, recorder, executor(loop));
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			WsSession session = recorder.session();
			byte[] flood = new byte[131 * 1000];
			for (int i = 0; i < pings / 1000; i++) {
				ByteBuffer thousand = ByteBuffer.wrap(flood);
				for (int k = 0; k < 1000; k++) {
					thousand.put(peer.frame(RawPeer.PING, ByteBuffer.allocate(125).putInt(i * 1000 + k).array()));
				}
				peer.send(flood);
				assertThat(session.queuedBytes()).isLessThan(MARK);
			}
			int last = -1;
			while (last != pings - 1) {
				RawPeer.Frame frame = peer.readFrame();
				assertThat(frame.firstByte()).isEqualTo(RawPeer.PONG);
				int number = ByteBuffer.wrap(frame.payload()).getInt();
				assertThat(number).isGreaterThan(last);
				last = number;
			}
			peer.sendText("well?");
			recorder.expect("open", "text well?");
		}
	}

	@Test
	void pingsThatAHandlerWantsAreNoWayAroundItsBacklog() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		int pings = 20_000;
		Recorder recorder = new Recorder() {

			@Override
			public boolean wantsControlFrames() {
				return true;
			}

			@Override
			public void onPing(WsSession opened, ByteBuffer payload) throws Exception {
				ClosingTests.awaitQuietly(go);
				super.onPing(opened, payload);
			}

		};
		try (TestServer server = TestServer.start(OPTIONS.withMaxBacklog(64), recorder, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
				try {
					for (int i = 0; i < pings; i++) {
						peer.sendFrame(RawPeer.PING, Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, this.executor);
			eventually().untilAsserted(() -> assertThat(server.counts().paused).hasValue(1));
			go.countDown();
			recorder.expect("open");
			for (int i = 0; i < pings; i++) {
				recorder.expect("ping " + i);
			}
			writing.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void aReplyDoesNotWaitForTheCallbacksBehindIt() throws Exception {
		CountDownLatch firstRead = new CountDownLatch(1);
		CountDownLatch othersRead = new CountDownLatch(1);
		Recorder recorder = new Recorder() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				super.onText(opened, text);
				if (text.equals("z")) {
					ClosingTests.awaitQuietly(othersRead);
					return;
				}
				opened.offerText(text);
				if (text.equals("a")) {
					ClosingTests.awaitQuietly(firstRead);
				}
			}
		};
		try (TestServer server = TestServer.start(OPTIONS, recorder, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("81 81 00000000 61" + "81 81 00000000 62".repeat(100) + "81 81 00000000 7a");
			peer.expectText("a");
			firstRead.countDown();
			for (int i = 0; i < 100; i++) {
				peer.expectText("b");
			}
			othersRead.countDown();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readingPausesAndResumesAsTheApplicationLikes(boolean loop) throws Exception {
		Recorder recorder = new Recorder() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				if (text.equals("pause")) {
					opened.pauseReading();
				}
				super.onText(opened, text);
			}
		};
		try (TestServer server = TestServer.start(OPTIONS, recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			WsSession session = recorder.session();
			peer.sendText("pause");
			recorder.expect("open", "text pause");
			// behind the task of a pause that was not asked for on the loop
			server.server().sessions().forEach((any) -> {
			}).toCompletableFuture().get(10, TimeUnit.SECONDS);
			for (int i = 0; i < 100; i++) {
				peer.sendText("message " + i);
			}
			assertThat(recorder.rest()).isEmpty();
			session.offerText("sending is not paused");
			peer.expectText("sending is not paused");
			assertThat(recorder.rest()).isEmpty();
			session.resumeReading();
			for (int i = 0; i < 100; i++) {
				recorder.expect("text message " + i);
			}
		}
	}

	private static final class SizedEcho implements WsHandler {

		private volatile long most;

		@Override
		public void onBinary(WsSession session, ByteBuffer data) {
			session.offerBinary(data);
			this.most = Math.max(this.most, session.queuedBytes());
		}

	}

}
