package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every way out of a session, over a real socket (RFC 6455 §7): what the peer sees, and
 * the one {@code onClose}.
 */
class ClosingTests {

	private static final TransportOptions IMPATIENT = TestServer.OPTIONS.withTimeouts(new Timeouts(
			Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(200)));

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	private final Recorder recorder = new EchoRecorder();

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	private Executor executor(boolean loop) {
		return loop ? null : this.executor;
	}

	@ParameterizedTest
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void aCloseIsEchoedWithItsCode(int code) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendClose(code);
			peer.expectClose(code, "");
			peer.expectEnd();
			this.recorder.expect("open", "close " + code);
			assertThat(server.counts().closedLocally).hasValue(0);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCloseWithoutACodeIsEchoedWithoutOne(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendFrame(RawPeer.CLOSE, new byte[0]);
			assertThat(peer.readFrame()).extracting(RawPeer.Frame::firstByte, (frame) -> frame.payload().length)
				.containsExactly(RawPeer.CLOSE, 0);
			peer.expectEnd();
			this.recorder.expect("open", "close 1005");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatFollowsACloseIsIgnored(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("88 82 00000000 03e8" + "81 81 00000000 61" + "88 82 00000000 0fa0" + "89 80 00000000"
					+ "ff ff ff ff");
			peer.expectClose(1000, "");
			peer.expectEnd();
			this.recorder.expect("open", "close 1000");
			assertThat(this.recorder.rest()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void repliesToEarlierMessagesLeaveBeforeTheEcho(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 100; i++) {
				peer.sendText("message " + i);
			}
			peer.sendClose(4000);
			peer.halfClose();
			for (int i = 0; i < 100; i++) {
				peer.expectText("message " + i);
			}
			peer.expectClose(4000, "");
			peer.expectEnd();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anEndOfStreamWithoutACloseStillHasItsReplies(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			for (int i = 0; i < 100; i++) {
				peer.sendText("message " + i);
			}
			peer.halfClose();
			for (int i = 0; i < 100; i++) {
				peer.expectText("message " + i);
			}
			peer.expectEnd();
			this.recorder.expect("open");
			for (int i = 0; i < 100; i++) {
				this.recorder.expect("text message " + i);
			}
			this.recorder.expect("close 1006");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aResetWithinAFrameIs1006(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, executor(loop))) {
			for (int i = 0; i < 50; i++) {
				RawPeer peer = RawPeer.open(server.port());
				peer.sendHex("82 ff 00000000000186a0 00000000 0102");
				peer.reset();
			}
			for (int i = 0; i < 100; i++) {
				assertThat(this.recorder.next()).isIn("open", "close 1006");
			}
			assertThat(this.recorder.rest()).isEmpty();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(50));
			assertThat(server.server().sessions().size()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ourCloseIsAnsweredAndTheStreamEnds(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			this.recorder.session().close(CloseStatus.of(4321, "enough"));
			assertThat(this.recorder.session().isOpen()).isFalse();
			assertThat(this.recorder.session().offerText("too late")).isEqualTo(SendResult.REFUSED);
			peer.expectClose(4321, "enough");
			peer.sendText("still on its way");
			peer.sendFrame(RawPeer.CLOSE,
					ByteBuffer.allocate(7)
						.putShort((short) 4321)
						.put("right".getBytes(StandardCharsets.US_ASCII))
						.array());
			peer.expectEnd();
			this.recorder.expect("open", "text still on its way", "close 4321 right");
			assertThat(server.counts().closedLocally).hasValue(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void ourCloseEndsAPauseSoThatItsAnswerIsRead(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			WsSession session = this.recorder.session();
			session.pauseReading();
			peer.sendText("not read before the close");
			session.close(CloseStatus.of(4321));
			session.pauseReading();
			peer.expectClose(4321, "");
			peer.sendClose(4321);
			peer.expectEnd();
			this.recorder.expect("open", "text not read before the close", "close 4321");
		}
	}

	@ParameterizedTest
	@CsvSource({ "open,true", "open,false", "text,true", "text,false", "binary,true", "binary,false", "ping,true",
			"ping,false", "pong,true", "pong,false", "close,true", "close,false" })
	void aHandlerMayCloseInEveryCallbackAndIsToldOnce(String callback, boolean loop) throws Exception {
		CloserRecorder closer = new CloserRecorder(callback);
		try (TestServer server = TestServer.start(TestServer.OPTIONS, closer, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendHex("81 81 00000000 78" + "82 81 00000000 01" + "8a 81 00000000 31" + "89 81 00000000 32");
			boolean ours = !callback.equals("close");
			if (!ours) {
				peer.sendClose(1000);
			}
			RawPeer.Frame frame = peer.readFrame();
			if (frame.firstByte() == RawPeer.PONG) {
				frame = peer.readFrame();
			}
			assertThat(frame.firstByte()).isEqualTo(RawPeer.CLOSE);
			assertThat(frame.closeCode()).isEqualTo(ours ? 4000 : 1000);
			if (ours) {
				peer.sendClose(4000);
			}
			peer.expectEnd();
			closer.expect("open", "text x", "binary 1", "pong 1", "ping 2", "close " + (ours ? 4000 : 1000));
			server.close();
			assertThat(closer.rest()).isEmpty();
			assertThat(server.counts().sessionsClosed).hasValue(1);
		}
	}

	@Test
	void nothingIsSentBehindOurClose() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			WsSession session = this.recorder.session();
			session.close();
			session.close(CloseStatus.of(4000));
			session.ping(ByteBuffer.allocate(1));
			assertThat(session.offerText("too late")).isEqualTo(SendResult.REFUSED);
			peer.expectClose(1000, "");
			peer.sendFrame(RawPeer.PING, new byte[1]);
			peer.sendText("no echo for this");
			peer.sendClose(1000);
			peer.expectEnd();
			this.recorder.expect("open", "text no echo for this", "close 1000");
		}
	}

	@Test
	void aViolationBehindOurCloseEndsTheConnectionWithoutASecondOne() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			this.recorder.session().close();
			peer.expectClose(1000, "");
			peer.sendHex("ff 00");
			peer.expectEnd();
			this.recorder.expect("open", "close 1002 rsv-bits");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPeerThatNeverAnswersACloseIsLeftAtTheCloseTimeout(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(IMPATIENT, this.recorder, executor(loop));
				RawPeer peer = RawPeer.open(server.port())) {
			this.recorder.session().close();
			peer.expectClose(1000, "");
			peer.expectEnd();
			this.recorder.expect("open", "close 1006");
			assertThat(server.counts().closedLocally).hasValue(1);
		}
	}

	@Test
	void aPeerThatTalksOnInsteadOfAnsweringACloseIsLeftAllTheSame() throws Exception {
		try (TestServer server = TestServer.start(IMPATIENT, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			this.recorder.session().close();
			CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> {
				try {
					while (true) {
						peer.sendText("and another thing");
					}
				}
				catch (IOException ex) {
					// at last
				}
			}, this.executor);
			talk.get(10, TimeUnit.SECONDS);
			eventually().untilAsserted(() -> assertThat(server.counts().sessionsClosed).hasValue(1));
		}
	}

	@Test
	void aPeerThatNeverClosesItsEndIsClosed() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendClose(1000);
			peer.expectClose(1000, "");
			peer.expectEnd();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
		}
	}

	@Test
	void aCloseDoesNotOvertakeWhatWasSentBefore() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withHighWaterMark(64 << 20), this.recorder, null);
				RawPeer peer = RawPeer.openNarrow(server.port(), "/")) {
			WsSession session = this.recorder.session();
			int messages = 0;
			while (session.queuedBytes() < 1 << 20) {
				session.offerBinary(ByteBuffer.allocate(16 * 1024).putInt(0, messages++));
			}
			session.close();
			for (int i = 0; i < messages; i++) {
				RawPeer.Frame frame = peer.readFrame();
				assertThat(frame.firstByte()).isEqualTo(RawPeer.BINARY);
				assertThat(ByteBuffer.wrap(frame.payload()).getInt()).isEqualTo(i);
			}
			peer.expectClose(1000, "");
		}
	}

	@Test
	void aCloseDoesNotOvertakeWhatWasPublishedOrSentBehindIt() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(1), this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			WsSession session = this.recorder.session();
			session.join("news");
			server.server().sessions().forEach((any) -> {
				busy.countDown();
				awaitQuietly(go);
			});
			assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
			server.server().topics().publish("news", PreparedMessage.text("published"));
			session.offerText("sent");
			session.close();
			assertThat(session.isOpen()).isFalse();
			go.countDown();
			peer.expectText("published");
			peer.expectText("sent");
			peer.expectClose(1000, "");
		}
	}

	@Test
	void theEchoDoesNotWaitForEverForAHandler() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		Recorder stuck = new Recorder() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				awaitQuietly(go);
				super.onText(opened, text);
			}
		};
		try (TestServer server = TestServer.start(IMPATIENT, stuck, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.sendText("x");
			peer.sendClose(1000);
			peer.expectClose(1000, "");
			peer.expectEnd();
			go.countDown();
			stuck.expect("open", "text x", "close 1000");
		}
	}

	@Test
	void aResetBehindACloseDoesNotHideItsStatus() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		Recorder stuck = new Recorder() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				awaitQuietly(go);
				super.onText(opened, text);
			}
		};
		try (TestServer server = TestServer.start(TestServer.OPTIONS, stuck, this.executor);
				RawPeer peer = RawPeer.open(server.port())) {
			// in one segment, so that both have been read when one has been counted
			peer.sendHex("81 81 00000000 78" + "88 82 00000000 0fa0");
			eventually().untilAsserted(() -> assertThat(server.counts().received).hasValue(1));
			peer.reset();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			go.countDown();
			stuck.expect("open", "text x", "close 4000");
		}
	}

	static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Closes the session, several times, in one of its callbacks.
	 */
	private static final class CloserRecorder extends Recorder {

		private final String callback;

		CloserRecorder(String callback) {
			this.callback = callback;
		}

		private void closeIn(String name, WsSession session) {
			if (name.equals(this.callback)) {
				session.close(CloseStatus.of(4000));
				session.close();
				session.close(CloseStatus.of(4001));
			}
		}

		@Override
		public boolean wantsControlFrames() {
			return true;
		}

		@Override
		public void onOpen(WsSession opened) throws Exception {
			super.onOpen(opened);
			closeIn("open", opened);
		}

		@Override
		public void onText(WsSession opened, String text) throws Exception {
			super.onText(opened, text);
			closeIn("text", opened);
		}

		@Override
		public void onBinary(WsSession opened, ByteBuffer data) throws Exception {
			super.onBinary(opened, data);
			closeIn("binary", opened);
		}

		@Override
		public void onPing(WsSession opened, ByteBuffer payload) throws Exception {
			super.onPing(opened, payload);
			closeIn("ping", opened);
		}

		@Override
		public void onPong(WsSession opened, ByteBuffer payload) throws Exception {
			super.onPong(opened, payload);
			closeIn("pong", opened);
		}

		@Override
		public void onClose(WsSession opened, CloseStatus status) throws Exception {
			super.onClose(opened, status);
			closeIn("close", opened);
		}

	}

	private static final class EchoRecorder extends Recorder {

		@Override
		public void onText(WsSession opened, String text) throws Exception {
			super.onText(opened, text);
			opened.offerText(text);
		}

	}

}
