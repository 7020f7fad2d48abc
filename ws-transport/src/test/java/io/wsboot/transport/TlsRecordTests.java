package io.wsboot.transport;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Records that are cut, joined, forged, or not read, against a server over real sockets.
 */
class TlsRecordTests {

	private static final TransportOptions OPTIONS = TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE);

	private static final ServerTls TLS = ServerTls.of(Certificates.server("server"));

	/** More than the buffers between two sockets take when one of them is narrow. */
	private static final long MUCH = 3 * 1024 * 1024;

	private final Recorder recorder = new Recorder() {

		@Override
		public void onText(WsSession opened, String text) throws Exception {
			super.onText(opened, text);
			opened.offerText(text);
		}

	};

	private TestServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = TestServer.start(OPTIONS, this.recorder, null, TLS);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void recordsMayArriveByteByByte(String protocol) throws Exception {
		try (TlsPeer peer = new TlsPeer(this.server.port(), Certificates.client(), protocol)) {
			peer.dribbleFromNowOn();
			peer.handshake();
			peer.send(peer.records(RawPeer.UPGRADE.getBytes()));
			peer.expectUpgrade();
			for (String text : new String[] { "", "one", "x".repeat(5000) }) {
				peer.send(peer.text(text));
				peer.expectText(text);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void manyRecordsMayArriveInOneSegment(String protocol) throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), protocol)) {
			ByteBuffer all = ByteBuffer.allocate(64 * 1024);
			for (int i = 0; i < 300; i++) {
				all.put(peer.text("message " + i));
			}
			peer.send(Arrays.copyOf(all.array(), all.position()));
			for (int i = 0; i < 300; i++) {
				peer.expectText("message " + i);
			}
		}
	}

	@Test
	void aRecordThatIsCutEndsTheSession() throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), "TLSv1.3")) {
			byte[] record = peer.text("never whole");
			peer.send(Arrays.copyOf(record, record.length - 1));
			peer.socket().shutdownOutput();
			this.recorder.expect("open", "close 1006");
			peer.readToTheEnd();
		}
		assertEnded();
	}

	@Test
	void aStreamThatEndsWithoutACloseNotifyWasCut() throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), "TLSv1.3")) {
			peer.send(peer.text("last"));
			peer.expectText("last");
			peer.socket().shutdownOutput();
			this.recorder.expect("open", "text last", "close 1006");
			peer.readToTheEnd();
		}
		assertEnded();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aCloseNotifyIsTheEndOfTheStream(String protocol) throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), protocol)) {
			byte[] last = peer.text("last");
			peer.engine().closeOutbound();
			byte[] notify = peer.records(new byte[0]);
			byte[] both = Arrays.copyOf(last, last.length + notify.length);
			System.arraycopy(notify, 0, both, last.length, notify.length);
			peer.send(both);
			// the socket's stream stays open: nothing but the record tells
			this.recorder.expect("open", "text last", "close 1006");
			if (protocol.equals("TLSv1.3")) {
				peer.expectText("last");
			}
			assertThatExceptionOfType(EOFException.class).isThrownBy(() -> {
				while (true) {
					peer.readByte();
				}
			}).withMessage("close_notify");
		}
		assertEnded();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aForgedRecordIsAnsweredWithAnAlertAndEndsTheSession(String protocol) throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), protocol)) {
			byte[] record = peer.text("forged");
			record[record.length - 1] ^= 1;
			peer.send(record);
			this.recorder.expect("open", "close 1006");
			assertThatExceptionOfType(IOException.class).isThrownBy(peer::readByte)
				.withMessageContaining("bad_record_mac");
		}
		assertEnded();
	}

	@Test
	void aRecordThatIsTooLongIsRefusedByItsHeader() throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), "TLSv1.3")) {
			peer.send(RawPeer.hex("17 0303 4801"));
			this.recorder.expect("open", "close 1006");
			peer.readToTheEnd();
		}
		assertEnded();
	}

	@ParameterizedTest
	@ValueSource(strings = { "18", "00", "80", "47" })
	void bytesThatBeginNoRecordAreRefusedAtOnce(String first) throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), "TLSv1.3")) {
			peer.send(RawPeer.hex(first));
			this.recorder.expect("open", "close 1006");
			peer.readToTheEnd();
		}
		assertEnded();
	}

	@Test
	void keysAreUpdatedInTheMiddleOfASession() throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), "TLSv1.3")) {
			for (int i = 0; i < 5; i++) {
				peer.updateKeys();
				peer.send(peer.text("after update " + i));
				peer.expectText("after update " + i);
			}
		}
	}

	/** Each update wants an answer, and the engine would gather them without end. */
	@Test
	void whoDoesNotReadTheAnswerToItsKeyUpdateIsNotReadFromUntilItDoes() throws Exception {
		TransportOptions patient = OPTIONS.withHighWaterMark(64 * 1024 * 1024);
		try (TestServer server = TestServer.start(patient, this.recorder, null, TLS);
				TlsPeer peer = TlsPeer.open(narrow(server), "TLSv1.3")) {
			this.recorder.expect("open");
			Session session = (Session) this.recorder.session();
			String text = "z".repeat(50_000);
			int count = 0;
			while (count < 500 && session.queuedBytes() < MUCH) {
				session.offerText(text);
				count++;
			}
			eventually().untilAsserted(() -> assertThat(session.gate().blockedSince()).isNotEqualTo(Deadlines.NEVER));
			assertThat(session.queuedBytes()).isPositive();
			peer.updateKeys();
			eventually().untilAsserted(() -> assertThat(isPaused(session.connection())).isTrue());
			peer.updateKeys();
			peer.send(peer.text("behind"));
			assertThat(this.recorder.rest()).isEmpty();
			for (int i = 0; i < count; i++) {
				peer.expectText(text);
			}
			peer.expectText("behind");
			this.recorder.expect("text behind");
			assertThat(isPaused(session.connection())).isFalse();
		}
	}

	private static boolean isPaused(Connection connection) throws Exception {
		CompletableFuture<Boolean> paused = new CompletableFuture<>();
		connection.loop().execute(() -> paused.complete(connection.isPaused()));
		return paused.get(10, TimeUnit.SECONDS);
	}

	@Test
	void aConnectionThatRestsHoldsNoBuffer() throws Exception {
		try (TlsPeer peer = TlsPeer.open(this.server.port(), "TLSv1.3")) {
			peer.send(peer.text("x".repeat(20_000).substring(0, 10_000)));
			peer.expectText("x".repeat(10_000));
			byte[] record = peer.text("cut");
			peer.send(Arrays.copyOf(record, 10));
			Connection connection = ((Session) this.recorder.session()).connection();
			eventually().untilAsserted(() -> assertThat(held(connection)).isBetween(10, 64));
			peer.send(Arrays.copyOfRange(record, 10, record.length));
			peer.expectText("cut");
			eventually().untilAsserted(() -> assertThat(held(connection)).isZero());
		}
	}

	/** The bytes of all buffers that a channel and its halves have. */
	private static int held(Connection connection) throws Exception {
		CompletableFuture<Integer> bytes = new CompletableFuture<>();
		connection.loop().execute(() -> {
			try {
				bytes.complete(held(connection.channel()));
			}
			catch (IllegalAccessException ex) {
				bytes.completeExceptionally(ex);
			}
		});
		return bytes.get(10, TimeUnit.SECONDS);
	}

	private static int held(Object part) throws IllegalAccessException {
		int bytes = 0;
		for (Field field : part.getClass().getDeclaredFields()) {
			if (Modifier.isStatic(field.getModifiers())) {
				continue;
			}
			field.setAccessible(true);
			Object value = field.get(part);
			if (value instanceof ByteBuffer buffer) {
				bytes += buffer.capacity();
			}
			else if (value instanceof TlsInbound || value instanceof TlsOutbound) {
				bytes += held(value);
			}
		}
		return bytes;
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aBufferThatHeldPlainBytesIsClearedBeforeItIsLentAgain(String protocol) throws Exception {
		String secret = "not to be found anywhere";
		Recorder silent = new Recorder();
		try (TestServer server = TestServer.start(OPTIONS, silent, null, TLS);
				TlsPeer peer = TlsPeer.open(server.port(), protocol)) {
			peer.send(peer.text(secret));
			silent.expect("open", "text " + secret);
			EventLoop loop = ((Session) silent.session()).loop();
			CompletableFuture<String> lent = new CompletableFuture<>();
			loop.execute(() -> lent.complete(content(loop.buffers().acquire(BufferPool.FRAGMENT))));
			assertThat(lent.get(10, TimeUnit.SECONDS)).hasSize(BufferPool.FRAGMENT).doesNotContain(secret);
		}
	}

	private static String content(ByteBuffer buffer) {
		return StandardCharsets.ISO_8859_1.decode(buffer.clear()).toString();
	}

	@Test
	void aPeerThatReadsSlowlyGetsEverythingInOrder() throws Exception {
		int count = 100;
		try (TlsPeer peer = TlsPeer.open(narrow(this.server), "TLSv1.3")) {
			WsSession session = this.recorder.session();
			String text = "y".repeat(30_000);
			CompletableFuture<?> last = null;
			// more than the kernel takes
			for (int i = 0; i < count; i++) {
				last = session.sendText(i + text).toCompletableFuture();
				if (i % 20 == 19) {
					for (int j = i - 19; j <= i; j++) {
						peer.expectText(j + text);
					}
				}
			}
			last.get(10, TimeUnit.SECONDS);
			assertThat(session.queuedBytes()).isZero();
		}
	}

	@Test
	void aPeerThatReadsNothingIsEndedByTheWriteTimeout() throws Exception {
		Timeouts timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(500),
				Duration.ofSeconds(1));
		try (TestServer strict = TestServer.start(OPTIONS.withTimeouts(timeouts).withHighWaterMark(64 * 1024 * 1024),
				this.recorder, null, TLS); TlsPeer peer = TlsPeer.open(strict.port(), "TLSv1.3")) {
			WsSession session = this.recorder.session();
			CompletableFuture<?> never = session.sendBinary(ByteBuffer.allocate(30 * 1024 * 1024))
				.toCompletableFuture();
			this.recorder.expect("open");
			assertThat(this.recorder.next()).startsWith("close 1006");
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> never.get(10, TimeUnit.SECONDS));
			eventually().untilAsserted(() -> assertThat(strict.counts().closed).hasValue(1));
		}
	}

	/** A socket whose window is small, so that the peer's writes soon wait. */
	private static Socket narrow(TestServer server) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
		return socket;
	}

	private void assertEnded() {
		eventually().untilAsserted(() -> assertThat(this.server.counts().closed).hasValue(1));
		assertThat(this.server.tls().inProgress()).isZero();
	}

}
