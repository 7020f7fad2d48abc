package io.wsboot.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import io.wsboot.protocol.handshake.WebSocketUri;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that encrypts, against servers of the JDK's that show what they should not.
 */
class TlsClientTests {

	private static final TransportOptions OPTIONS = TransportOptions.DEFAULTS.withEventLoops(1)
		.withHeartbeat(HeartbeatPolicy.NONE);

	private final Recorder recorder = new Recorder();

	private WsClient client;

	@BeforeEach
	void start() throws Exception {
		this.client = WsClient.builder().options(OPTIONS).tls(ClientTls.of(Certificates.client())).build();
	}

	@AfterEach
	void stop() {
		this.client.close();
	}

	private static SSLServerSocket listen(String certificate) throws IOException {
		SSLServerSocket listening = (SSLServerSocket) Certificates.server(certificate)
			.getServerSocketFactory()
			.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
		listening.setSoTimeout(10_000);
		return listening;
	}

	private CompletableFuture<WsSession> connect(String host, SSLServerSocket server) {
		return this.client.connect("wss://" + host + ":" + server.getLocalPort() + "/", this.recorder)
			.toCompletableFuture();
	}

	/** Accepts connections and reads whatever comes, until the last is ended. */
	private static CompletableFuture<String> readAll(SSLServerSocket server) {
		return CompletableFuture.supplyAsync(() -> {
			try (SSLSocket socket = (SSLSocket) server.accept()) {
				return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			}
			catch (IOException ex) {
				return ex.toString();
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "expired, localhost, has expired", "self-signed, localhost, is signed by itself or",
			"stranger, localhost, is signed by itself or", "elsewhere, localhost, does not name that host",
			"elsewhere, 127.0.0.1, does not name that host", "expired, 127.0.0.1, has expired" })
	void aCertificateThatIsNotAcceptableFailsWithTheReason(String certificate, String host, String reason)
			throws Exception {
		try (SSLServerSocket server = listen(certificate)) {
			CompletableFuture<String> read = readAll(server);
			Throwable failure = failure(connect(host, server));
			assertThat(failure).isInstanceOf(SSLHandshakeException.class)
				.hasMessageStartingWith("The certificate of " + host + ":" + server.getLocalPort() + " "
						+ reason.replace(" or", ", or"))
				.hasCauseInstanceOf(SSLException.class);
			// an alert, and nothing in plain
			assertThat(read.get(10, TimeUnit.SECONDS)).contains("SSL", "certificate_");
		}
		assertThat(this.recorder.rest()).isEmpty();
		assertThat(this.client.sessions().size()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "LOCALHOST" })
	void aCertificateThatNamesTheHostIsAccepted(String host) throws Exception {
		try (SSLServerSocket server = listen("server")) {
			CompletableFuture<WsSession> opened = connect(host, server);
			try (RawPeer peer = accept(server)) {
				assertThat(opened.get(10, TimeUnit.SECONDS).isOpen()).isTrue();
				peer.sendText("welcome");
				this.recorder.expect("open", "text welcome");
			}
		}
	}

	private static RawPeer accept(SSLServerSocket server) throws IOException {
		RawPeer peer = new RawPeer(server.accept(), false);
		peer.send(RawServer.answer(peer.readHead()));
		return peer;
	}

	@Test
	void theServerIsToldTheNameAndNeverAnAddress() throws Exception {
		assertThat(serverNames("localhost")).containsExactly(new SNIHostName("localhost"));
		assertThat(serverNames("127.0.0.1")).isEmpty();
	}

	private List<SNIServerName> serverNames(String host) throws Exception {
		try (SSLServerSocket server = listen("server")) {
			CompletableFuture<WsSession> opened = connect(host, server);
			SSLSocket socket = (SSLSocket) server.accept();
			try (RawPeer peer = new RawPeer(socket, false)) {
				peer.send(RawServer.answer(peer.readHead()));
				opened.get(10, TimeUnit.SECONDS);
				return ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
			}
		}
	}

	@Test
	void http11IsOffered() throws Exception {
		try (SSLServerSocket server = listen("server")) {
			connect("localhost", server);
			SSLSocket socket = (SSLSocket) server.accept();
			socket.setHandshakeApplicationProtocolSelector((asked, offered) -> String.join(" ", offered));
			socket.startHandshake();
			assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
			socket.close();
		}
	}

	@Test
	void aHostIsNotVerifiedOnlyWhenThatIsSwitchedOffAndSaidAloud() throws Exception {
		Warnings warnings = new Warnings();
		Logger logger = Logger.getLogger(TlsClient.class.getName());
		logger.addHandler(warnings);
		logger.setUseParentHandlers(false);
		try (SSLServerSocket server = listen("elsewhere");
				WsClient careless = WsClient.builder()
					.options(OPTIONS)
					.tls(ClientTls.of(Certificates.client()).withoutHostVerification())
					.build()) {
			assertThat(warnings.messages).singleElement().asString().contains("does not verify host names");
			CompletableFuture<WsSession> opened = careless
				.connect("wss://localhost:" + server.getLocalPort() + "/", this.recorder)
				.toCompletableFuture();
			try (RawPeer peer = accept(server)) {
				assertThat(opened.get(10, TimeUnit.SECONDS).isOpen()).isTrue();
			}
		}
		finally {
			logger.removeHandler(warnings);
			logger.setUseParentHandlers(true);
		}
	}

	@Test
	void trustIsStillAskedForWhenTheHostIsNotVerified() throws Exception {
		try (SSLServerSocket server = listen("stranger");
				WsClient careless = WsClient.builder()
					.options(OPTIONS)
					.tls(ClientTls.of(Certificates.client()).withoutHostVerification())
					.build()) {
			readAll(server);
			assertThat(failure(careless.connect("wss://localhost:" + server.getLocalPort() + "/", this.recorder)))
				.hasMessageContaining("does not trust");
		}
	}

	@Test
	void aClientsCertificateIsShownWhenItIsAskedFor() throws Exception {
		try (SSLServerSocket server = listen("server");
				WsClient known = WsClient.builder()
					.options(OPTIONS)
					.tls(ClientTls.of(Certificates.client("authority", "client")))
					.build()) {
			server.setNeedClientAuth(true);
			CompletableFuture<WsSession> opened = known
				.connect("wss://localhost:" + server.getLocalPort() + "/", this.recorder)
				.toCompletableFuture();
			SSLSocket socket = (SSLSocket) server.accept();
			try (RawPeer peer = new RawPeer(socket, false)) {
				peer.send(RawServer.answer(peer.readHead()));
				opened.get(10, TimeUnit.SECONDS);
				assertThat(socket.getSession().getPeerPrincipal().getName()).isEqualTo("CN=Test client");
			}
		}
	}

	@Test
	void theJdksAuthoritiesAreTrustedByDefaultAndNoOthers() throws Exception {
		try (SSLServerSocket server = listen("server"); WsClient plain = WsClient.builder().options(OPTIONS).build()) {
			readAll(server);
			assertThat(failure(plain.connect("wss://localhost:" + server.getLocalPort() + "/", this.recorder)))
				.hasMessageContaining("does not trust");
		}
	}

	@Test
	void aServerThatDoesNotSpeakTlsFailsAndIsNotSentAnythingInPlain() throws Exception {
		try (RawServer server = new RawServer()) {
			CompletableFuture<WsSession> opened = this.client
				.connect(server.uri().replace("ws://", "wss://"), this.recorder)
				.toCompletableFuture();
			try (RawPeer peer = server.accept()) {
				peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
				assertThat(failure(opened)).isInstanceOf(SSLException.class)
					.hasMessageContaining("The peer does not speak TLS");
				peer.readToTheEnd();
			}
		}
	}

	@Test
	void aServerThatIsSilentFailsAtTheDeadline() throws Exception {
		TransportOptions hasty = OPTIONS.withTimeouts(new Timeouts(Duration.ofMillis(300), Duration.ofSeconds(10),
				Duration.ofSeconds(10), Duration.ofSeconds(10)));
		try (RawServer server = new RawServer();
				WsClient impatient = WsClient.builder()
					.options(hasty)
					.tls(ClientTls.of(Certificates.client()))
					.build()) {
			CompletableFuture<WsSession> opened = impatient
				.connect(server.uri().replace("ws://", "wss://"), this.recorder)
				.toCompletableFuture();
			try (RawPeer peer = server.accept()) {
				assertThat(failure(opened)).isInstanceOf(SocketTimeoutException.class);
				peer.readToTheEnd();
			}
		}
	}

	@Test
	void aServerThatClosesDuringTheTlsHandshakeFailsTheConnect() throws Exception {
		try (RawServer server = new RawServer()) {
			CompletableFuture<WsSession> opened = this.client
				.connect(server.uri().replace("ws://", "wss://"), this.recorder)
				.toCompletableFuture();
			server.accept().close();
			assertThat(failure(opened)).isInstanceOf(IOException.class);
		}
	}

	@Test
	void aServersRenegotiationIsRefused() throws Exception {
		try (SSLServerSocket server = listen("server")) {
			server.setEnabledProtocols(new String[] { "TLSv1.2" });
			CompletableFuture<WsSession> opened = connect("localhost", server);
			SSLSocket socket = (SSLSocket) server.accept();
			try (RawPeer peer = new RawPeer(socket, false)) {
				peer.send(RawServer.answer(peer.readHead()));
				opened.get(10, TimeUnit.SECONDS);
				socket.startHandshake();
				this.recorder.expect("open", "close 1006");
			}
		}
	}

	@Test
	void aServerThatCutsTheStreamEndsTheSession() throws Exception {
		try (TestServer server = TestServer.start(OPTIONS, new TestServer.Echo(), null,
				ServerTls.of(Certificates.server("server"))); Relay relay = new Relay(server.port())) {
			WsSession session = this.client.connect("wss://localhost:" + relay.port() + "/", this.recorder)
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			session.sendText("hello");
			this.recorder.expect("open", "text hello");
			relay.cut();
			this.recorder.expect("close 1006");
		}
	}

	@Test
	void everyReasonIsSaidInASentence() {
		WebSocketUri uri = WebSocketUri.parse("wss://example.com/");
		Throwable early = TlsFailures
			.explained(new SSLHandshakeException("no").initCause(new CertificateNotYetValidException("tomorrow")), uri);
		assertThat(early).hasMessage("The certificate of example.com is not valid yet: no");
		Throwable late = TlsFailures
			.explained(new SSLHandshakeException("no").initCause(new CertificateExpiredException("yesterday")), uri);
		assertThat(late).hasMessage("The certificate of example.com has expired: no");
		IOException other = new EOFException("not about a certificate");
		assertThat(TlsFailures.explained(other, uri)).isSameAs(other);
	}

	@Test
	void aSessionIsResumed() throws Exception {
		SSLContext context = Certificates.client();
		List<Long> created = new ArrayList<>();
		try (TestServer server = TestServer.start(OPTIONS, new TestServer.Echo(), null,
				ServerTls.of(Certificates.server("server")));
				WsClient again = WsClient.builder().options(OPTIONS).tls(ClientTls.of(context)).build()) {
			for (int i = 0; i < 2; i++) {
				WsSession session = again.connect(server.secureUri(), this.recorder)
					.toCompletableFuture()
					.get(10, TimeUnit.SECONDS);
				session.sendText("a ticket comes before the echo");
				this.recorder.expect("open", "text a ticket comes before the echo");
				TlsChannel channel = (TlsChannel) ((Session) session).connection().channel();
				created.add(channel.session().getCreationTime());
				session.close();
				this.recorder.expect("close 1000");
			}
		}
		assertThat(created.get(1)).isEqualTo(created.get(0));
	}

	private static final class Warnings extends Handler {

		private final List<String> messages = new ArrayList<>();

		@Override
		public void publish(LogRecord logged) {
			this.messages.add(logged.getMessage());
		}

		@Override
		public void flush() {
			// nothing waits
		}

		@Override
		public void close() {
			// nothing is open
		}

	}

}
