package io.wsboot.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import io.wsboot.transport.ServerTls.ClientAuthentication;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A server that encrypts, against the JDK's sockets.
 */
class TlsServerTests {

	private static final TransportOptions OPTIONS = TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE);

	private static final ServerTls TLS = ServerTls.of(Certificates.server("server"));

	private static TestServer start(ServerTls tls) throws IOException {
		return TestServer.start(OPTIONS, new TestServer.Echo(), null, tls);
	}

	private static SSLSocket socket(TestServer server, SSLContext context, String... protocols) throws IOException {
		SSLSocket socket = (SSLSocket) context.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), server.port());
		if (protocols.length > 0) {
			socket.setEnabledProtocols(protocols);
		}
		return socket;
	}

	private static RawPeer upgraded(SSLSocket socket) throws IOException {
		RawPeer peer = new RawPeer(socket, true);
		peer.send(RawPeer.UPGRADE);
		peer.expectUpgrade();
		return peer;
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void bothVersionsAreSpoken(String protocol) throws Exception {
		try (TestServer server = start(TLS); SSLSocket socket = socket(server, Certificates.client(), protocol)) {
			RawPeer peer = upgraded(socket);
			assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
			peer.sendText("hello");
			peer.expectText("hello");
		}
	}

	@Test
	void aVersionThatIsNotWantedIsRefused() throws Exception {
		try (TestServer server = start(TLS.withProtocols("TLSv1.3"));
				SSLSocket socket = socket(server, Certificates.client(), "TLSv1.2")) {
			assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake)
				.withMessageContaining("protocol_version");
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			assertThat(server.counts().tlsHandshakesFailed).hasValue(1);
			assertThat(server.counts().tlsFailures).containsExactly(TlsHandshakeFailure.PROTOCOL);
		}
	}

	@Test
	void olderVersionsCannotBeAskedFor() {
		assertThatIllegalArgumentException().isThrownBy(() -> TLS.withProtocols("TLSv1.1"))
			.withMessage("TLS protocols must be one or both of TLSv1.3, TLSv1.2, not [TLSv1.1]");
		assertThatIllegalArgumentException().isThrownBy(() -> TLS.withProtocols());
		assertThatIllegalArgumentException().isThrownBy(() -> TLS.withMaxHandshakes(0));
		assertThatIllegalArgumentException().isThrownBy(() -> TLS.withHandshakeTimeout(Duration.ZERO));
	}

	/** The JDK's own client does not speak them any more: a ClientHello of TLS 1.0. */
	@Test
	void anOlderVersionIsRefused() throws Exception {
		try (TestServer server = start(TLS); RawPeer peer = RawPeer.connect(server.port())) {
			peer.sendHex("16 0301 002f 01 00002b 0301" + " 00".repeat(32) + " 00 0004 002f 00ff 01 00");
			peer.readToTheEnd();
			eventually().untilAsserted(() -> assertThat(server.counts().tlsHandshakesFailed).hasValue(1));
		}
	}

	@Test
	void aCipherSuiteIsTheConfiguredOne() throws Exception {
		String suite = "TLS_AES_256_GCM_SHA384";
		try (TestServer server = start(TLS.withCipherSuites(suite));
				SSLSocket socket = socket(server, Certificates.client())) {
			socket.startHandshake();
			assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
		}
	}

	@Test
	void http11IsAgreedOn() throws Exception {
		try (TestServer server = start(TLS); SSLSocket socket = socket(server, Certificates.client())) {
			applicationProtocols(socket, "h2", "http/1.1");
			socket.startHandshake();
			assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
		}
	}

	@Test
	void whoSpeaksOnlyAnotherApplicationProtocolIsRefused() throws Exception {
		try (TestServer server = start(TLS); SSLSocket socket = socket(server, Certificates.client())) {
			applicationProtocols(socket, "h2");
			assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake)
				.withMessageContaining("no_application_protocol");
		}
	}

	private static void applicationProtocols(SSLSocket socket, String... protocols) {
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(protocols);
		socket.setSSLParameters(parameters);
	}

	@ParameterizedTest
	@EnumSource(ClientAuthentication.class)
	void aClientsCertificateIsSeenByTheUpgradeHandlerIfItIsAskedFor(ClientAuthentication policy) throws Exception {
		AtomicReference<String> principal = new AtomicReference<>();
		try (TestServer server = authenticating(policy, principal);
				SSLSocket socket = socket(server, Certificates.client("authority", "client"))) {
			upgraded(socket);
			assertThat(principal).hasValue((policy == ClientAuthentication.NONE) ? "unknown" : "CN=Test client");
		}
	}

	@ParameterizedTest
	@EnumSource(ClientAuthentication.class)
	void aClientWithoutACertificateIsRefusedOnlyIfItNeedsOne(ClientAuthentication policy) throws Exception {
		AtomicReference<String> principal = new AtomicReference<>();
		try (TestServer server = authenticating(policy, principal);
				SSLSocket socket = socket(server, Certificates.client())) {
			if (policy == ClientAuthentication.NEED) {
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> upgraded(socket));
				eventually().untilAsserted(() -> assertThat(server.counts().tlsHandshakesFailed).hasValue(1));
				assertThat(server.counts().tlsFailures).containsExactly(TlsHandshakeFailure.CERTIFICATE);
				assertThat(principal).hasValue(null);
			}
			else {
				upgraded(socket);
				assertThat(principal).hasValue("unknown");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = ClientAuthentication.class, names = { "WANT", "NEED" })
	void aClientsCertificateOfAnotherAuthorityIsRefused(ClientAuthentication policy) throws Exception {
		AtomicReference<String> principal = new AtomicReference<>();
		try (TestServer server = authenticating(policy, principal);
				SSLSocket socket = socket(server, Certificates.insistingClient("other-client"))) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> upgraded(socket));
			eventually().untilAsserted(() -> assertThat(server.counts().tlsHandshakesFailed).hasValue(1));
			assertThat(server.counts().tlsFailures).containsExactly(TlsHandshakeFailure.CERTIFICATE);
			assertThat(principal).hasValue(null);
		}
	}

	private static TestServer authenticating(ClientAuthentication policy, AtomicReference<String> principal)
			throws IOException {
		return TestServer.start(OPTIONS, (request) -> {
			assertThat(request.secure()).isTrue();
			principal.set(principal(request.tls()));
			return CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo()));
		}, TLS.withClientAuthentication(policy));
	}

	private static String principal(SSLSession session) {
		try {
			Principal peer = session.getPeerPrincipal();
			return peer.getName();
		}
		catch (SSLPeerUnverifiedException ex) {
			return "unknown";
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void theCertificateIsChosenByTheNameThatTheClientAsksFor(String protocol) throws Exception {
		try (TestServer server = start(ServerTls.of(Certificates.server("server", "elsewhere")))) {
			assertThat(certificateFor(server, "localhost", protocol)).isEqualTo(Certificates.certificate("server"));
			assertThat(certificateFor(server, "elsewhere.test", protocol))
				.isEqualTo(Certificates.certificate("elsewhere"));
		}
	}

	private static Certificate certificateFor(TestServer server, String name, String protocol) throws IOException {
		try (SSLSocket socket = socket(server, Certificates.client(), protocol)) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(name)));
			socket.setSSLParameters(parameters);
			socket.startHandshake();
			return socket.getSession().getPeerCertificates()[0];
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aSessionIsResumed(String protocol) throws Exception {
		SSLContext context = Certificates.client();
		try (TestServer server = start(TLS)) {
			long first = createdAt(server, context, protocol);
			eventually().untilAsserted(() -> assertThat(createdAt(server, context, protocol)).isEqualTo(first));
			assertThat(createdAt(server, Certificates.client(), protocol)).isNotEqualTo(first);
		}
	}

	/** A session that is resumed keeps the time of its creation. */
	private static long createdAt(TestServer server, SSLContext context, String protocol) throws IOException {
		try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
			socket.setEnabledProtocols(new String[] { protocol });
			RawPeer peer = upgraded(socket);
			peer.sendText("a ticket has arrived");
			peer.expectText("a ticket has arrived");
			return socket.getSession().getCreationTime();
		}
	}

	@Test
	void anotherContextAppliesToNewConnectionsAndSessionsStay() throws Exception {
		AtomicReference<SSLContext> context = new AtomicReference<>(Certificates.server("server"));
		try (TestServer server = start(ServerTls.of(context::get));
				SSLSocket before = socket(server, Certificates.client())) {
			RawPeer stays = upgraded(before);
			context.set(Certificates.server("renewed"));
			assertThat(certificateFor(server, "localhost", "TLSv1.3")).isEqualTo(Certificates.certificate("renewed"));
			stays.sendText("still here");
			stays.expectText("still here");
			assertThat(before.getSession().getPeerCertificates()[0]).isEqualTo(Certificates.certificate("server"));
		}
	}

	@Test
	void aContextThatFailsEndsTheConnectionAndNotTheServer() throws Exception {
		AtomicReference<SSLContext> context = new AtomicReference<>();
		try (TestServer server = start(ServerTls.of(() -> {
			SSLContext current = context.get();
			if (current == null) {
				throw new IllegalStateException("there is no certificate yet");
			}
			return current;
		}))) {
			try (RawPeer peer = RawPeer.connect(server.port())) {
				peer.readToTheEnd();
			}
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			context.set(Certificates.server("server"));
			try (SSLSocket socket = socket(server, Certificates.client())) {
				upgraded(socket);
			}
		}
	}

	@Test
	void renegotiationIsRefused() throws Exception {
		Recorder recorder = new Recorder();
		try (TestServer server = TestServer.start(OPTIONS, recorder, null, TLS);
				SSLSocket socket = socket(server, Certificates.client(), "TLSv1.2")) {
			upgraded(socket);
			socket.startHandshake();
			recorder.expect("open", "close 1006");
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "hello", "\u0080\u002e\u0001\u0003\u0001" })
	void bytesThatAreNoTlsAreClosedWithoutAnAnswer(String bytes) throws Exception {
		try (TestServer server = start(TLS); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(bytes);
			peer.readToTheEnd();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			assertThat(server.counts().tlsHandshakesFailed).hasValue(1);
			assertThat(server.counts().tlsFailures).containsExactly(TlsHandshakeFailure.NOT_TLS);
			assertThat(server.counts().handshakesRefused).hasValue(0);
		}
	}

	@Test
	void tlsOnAPortThatDoesNotEncryptIsClosedAtOnce() throws Exception {
		try (TestServer server = TestServer.start(OPTIONS, new TestServer.Echo(), null);
				SSLSocket socket = socket(server, Certificates.client())) {
			socket.setSoTimeout(5_000);
			assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake);
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
		}
	}

	@Test
	void aSilentClientIsCutAtTheDeadlineOfTheTlsHandshake() throws Exception {
		try (TestServer server = start(TLS.withHandshakeTimeout(Duration.ofMillis(200)));
				RawPeer silent = RawPeer.connect(server.port());
				RawPeer slow = RawPeer.connect(server.port())) {
			// the beginning of a ClientHello
			slow.sendHex("16 0301 0100");
			silent.readToTheEnd();
			slow.readToTheEnd();
			eventually().untilAsserted(() -> assertThat(server.counts().tlsHandshakesFailed).hasValue(2));
			assertThat(server.counts().tlsFailures).containsOnly(TlsHandshakeFailure.TIMEOUT);
		}
	}

	@Test
	void handshakesBeyondTheLimitWaitForTheirTurn() throws Exception {
		List<RawPeer> stuck = new ArrayList<>();
		try (TestServer server = start(TLS.withMaxHandshakes(2))) {
			for (int i = 0; i < 2; i++) {
				RawPeer peer = RawPeer.connect(server.port());
				peer.sendHex("16 0301 0100 01");
				stuck.add(peer);
			}
			eventually().untilAsserted(() -> assertThat(server.tls().inProgress()).isEqualTo(2));
			CompletableFuture<String> third = CompletableFuture.supplyAsync(() -> {
				try (SSLSocket socket = socket(server, Certificates.client())) {
					upgraded(socket);
					return socket.getSession().getProtocol();
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			eventually().untilAsserted(() -> assertThat(server.tls().waiting()).isEqualTo(1));
			assertThat(third).isNotDone();
			stuck.get(0).close();
			assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo("TLSv1.3");
			stuck.get(1).close();
			eventually().untilAsserted(() -> assertThat(server.tls().inProgress()).isZero());
		}
	}

	@Test
	void whoGivesUpWhileItWaitsLeavesNothingBehind() throws Exception {
		try (TestServer server = start(TLS.withMaxHandshakes(1)); RawPeer stuck = RawPeer.connect(server.port())) {
			stuck.sendHex("16 0301 0100 01");
			eventually().untilAsserted(() -> assertThat(server.tls().inProgress()).isEqualTo(1));
			for (int i = 0; i < 20; i++) {
				RawPeer peer = RawPeer.connect(server.port());
				peer.sendHex("16 0301 0100 01");
				int waiting = i + 1;
				eventually().untilAsserted(() -> assertThat(server.counts().opened).hasValue(waiting + 1));
				peer.reset();
			}
			stuck.reset();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(21));
			assertThat(server.tls().inProgress()).isZero();
			assertThat(server.tls().waiting()).isZero();
		}
	}

	@Test
	void aTaskThatIsLeftBehindKeepsItsPlaceUntilItIsOver() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		try (TestServer server = start(TLS.withHandshakeTimeout(Duration.ofMillis(50)))) {
			for (int thread = 0; thread < 4; thread++) {
				server.tls().work(Certificates.client().createSSLEngine(), () -> {
					ClosingTests.awaitQuietly(go);
					return false;
				}, () -> {
				});
			}
			try (TlsPeer peer = new TlsPeer(server.port(), Certificates.client(), "TLSv1.3")) {
				peer.send(peer.records(new byte[0]));
				peer.readToTheEnd();
				eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
				assertThat(server.tls().inProgress()).isEqualTo(1);
				go.countDown();
				eventually().untilAsserted(() -> assertThat(server.tls().inProgress()).isZero());
			}
		}
		finally {
			go.countDown();
		}
	}

	@Test
	void connectionsBeyondTheLimitAreClosedWithoutAHandshake() throws Exception {
		try (TestServer server = TestServer.start(OPTIONS.withMaxConnections(1), new TestServer.Echo(), null, TLS);
				SSLSocket first = socket(server, Certificates.client())) {
			upgraded(first);
			try (RawPeer second = RawPeer.connect(server.port())) {
				second.readToTheEnd();
			}
			assertThat(server.counts().refused).hasValue(1);
		}
	}

	@Test
	void aResetInTheMiddleOfAHandshakeLeavesNothingBehind() throws Exception {
		try (TestServer server = start(TLS)) {
			for (int i = 0; i < 100; i++) {
				TlsPeer peer = new TlsPeer(server.port(), Certificates.client(), "TLSv1.3");
				byte[] hello = peer.records(new byte[0]);
				peer.send(Arrays.copyOf(hello, hello.length * (i % 4 + 1) / 4));
				peer.socket().setSoLinger(true, 0);
				peer.close();
			}
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(100));
			assertThat(server.counts().tlsFailures).containsOnly(TlsHandshakeFailure.DISCONNECT);
			eventually().untilAsserted(() -> assertThat(server.tls().inProgress()).isZero());
			try (SSLSocket socket = socket(server, Certificates.client())) {
				upgraded(socket);
			}
		}
	}

	@Test
	void aServersCloseEndsWithItsCloseNotify() throws Exception {
		try (TestServer server = start(TLS); TlsPeer peer = TlsPeer.open(server.port(), "TLSv1.3")) {
			peer.send(peer.records(RawPeer.hex("88 82 00000000 03e8")));
			assertThat(peer.readByte()).isEqualTo(RawPeer.CLOSE);
			assertThat(List.of(peer.readByte(), peer.readByte(), peer.readByte())).containsExactly(2, 0x03, 0xe8);
			assertThatExceptionOfType(EOFException.class).isThrownBy(peer::readByte).withMessage("close_notify");
		}
	}

	@Test
	void aRefusalIsReadToItsEnd() throws Exception {
		try (TestServer server = start(TLS); SSLSocket socket = socket(server, Certificates.client())) {
			RawPeer peer = new RawPeer(socket, true);
			peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(peer.expectRefusal().status()).isEqualTo(426);
		}
	}

	@Test
	void aHalfClosedClientStillReadsItsAnswers() throws Exception {
		try (TestServer server = start(TLS); SSLSocket socket = socket(server, Certificates.client(), "TLSv1.3")) {
			RawPeer peer = upgraded(socket);
			peer.sendText("one");
			peer.sendText("two");
			peer.halfClose();
			peer.expectText("one");
			peer.expectText("two");
			peer.expectEnd();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
		}
	}

	@Test
	void aMessageInTheSegmentOfTheRequestIsNotLost() throws Exception {
		try (TestServer server = start(TLS); TlsPeer peer = TlsPeer.connect(server.port(), "TLSv1.3")) {
			peer.send(peer.records((RawPeer.UPGRADE + new String(TlsPeer.frame("early"), StandardCharsets.ISO_8859_1))
				.getBytes(StandardCharsets.ISO_8859_1)));
			peer.expectUpgrade();
			peer.expectText("early");
		}
	}

	@Test
	void readingThatPausesGoesOnWithoutTheSelector() throws Exception {
		CompletableFuture<WsSession> paused = new CompletableFuture<>();
		Recorder recorder = new Recorder() {

			@Override
			public void onText(WsSession opened, String text) throws Exception {
				super.onText(opened, text);
				if (text.equals("0")) {
					opened.pauseReading();
					paused.complete(opened);
				}
			}

		};
		try (TestServer server = TestServer.start(OPTIONS, recorder, null, TLS);
				TlsPeer peer = TlsPeer.open(server.port(), "TLSv1.3")) {
			ByteBuffer all = ByteBuffer.allocate(16 * 1024);
			for (int i = 0; i < 10; i++) {
				all.put(peer.text(Integer.toString(i)));
			}
			peer.send(Arrays.copyOf(all.array(), all.position()));
			recorder.expect("open", "text 0");
			assertThat(recorder.rest()).isEmpty();
			paused.get().resumeReading();
			for (int i = 1; i < 10; i++) {
				recorder.expect("text " + i);
			}
		}
	}

}
