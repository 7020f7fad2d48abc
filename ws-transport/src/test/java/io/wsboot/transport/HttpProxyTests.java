package io.wsboot.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A client behind an HTTP proxy, right, wrong or hostile (RFC 9110 §9.3.6).
 */
class HttpProxyTests {

	private static final String OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";

	private static final String PASSWORD = "open:sesame";

	private final Recorder recorder = new Recorder();

	/** Hasty where silence is expected, and only there. */
	private TransportOptions options = TransportOptions.CLIENT_DEFAULTS;

	private ProxiedServers servers;

	@BeforeEach
	void start() throws Exception {
		this.servers = new ProxiedServers();
	}

	@AfterEach
	void stop() {
		this.servers.close();
	}

	/** The host as the proxy is told, which nobody but the proxy can reach. */
	private String uri(boolean secure) {
		return secure ? "wss://localhost:443/chat" : "ws://behind.test/chat";
	}

	private Throwable failureBehind(TestProxy.Conversation conversation, boolean secure) throws Exception {
		try (TestProxy proxy = new TestProxy(conversation, this.servers.server(secure).port());
				WsClient client = ProxiedServers.client(this.options, ClientProxy.http("localhost", proxy.port()))) {
			Throwable failure = failure(client.connect(uri(secure), this.recorder));
			assertThat(failure.getMessage()).contains("proxy localhost:" + proxy.port());
			assertThat(client.attempts()).isZero();
			assertThat(this.recorder.rest()).isEmpty();
			return failure;
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void aTunnelCarriesASession(boolean secure, boolean dribbling) throws Exception {
		TestProxy.Conversation conversation = (talk) -> {
			if (dribbling) {
				talk.dribbleFromNowOn();
			}
			return TestProxy.http(OPENED).hold(talk);
		};
		try (TestProxy proxy = new TestProxy(conversation, this.servers.server(secure).port());
				WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
						ClientProxy.http("localhost", proxy.port()))) {
			WsSession session = client.connect(uri(secure), this.recorder)
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			session.sendText("a".repeat(100_000));
			this.recorder.expect("open", "text " + "a".repeat(100_000));
			session.close();
			this.recorder.expect("close 1000");
			String host = secure ? "localhost:443" : "behind.test:80";
			assertThat(proxy.asked()).isEqualTo("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 Yes\r\n\r\n",
			"HTTP/1.0 200 Connection established\r\nProxy-Agent: old\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" })
	void everySuccessOpensTheWayAndHasNoBody(String answer) throws Exception {
		try (TestProxy proxy = new TestProxy(TestProxy.http(answer), this.servers.plain().port());
				WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
						ClientProxy.http("localhost", proxy.port()))) {
			client.connect(uri(false), this.recorder).toCompletableFuture().get(10, TimeUnit.SECONDS);
			this.recorder.expect("open");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void credentialsGoToTheProxyAndNoFurther(boolean perRequest) throws Exception {
		try (RawServer origin = new RawServer();
				TestProxy proxy = new TestProxy(TestProxy.http(OPENED), origin.port())) {
			ClientProxy known = ClientProxy.http("localhost", proxy.port()).withCredentials("Zoë", PASSWORD);
			try (WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
					perRequest ? ClientProxy.NONE : known)) {
				WsClient.Request request = WsClient.Request.of("ws://behind.test/", this.recorder)
					.withFields(HttpFields.builder().add("Authorization", "Bearer for-the-origin").build());
				client.connect(perRequest ? request.withProxy(known) : request);
				try (RawPeer peer = origin.accept()) {
					assertThat(peer.readHead().fields()).containsEntry("authorization", "Bearer for-the-origin")
						.doesNotContainKey("proxy-authorization");
				}
				String sent = Base64.getEncoder().encodeToString(("Zoë:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
				assertThat(proxy.asked()).contains("\r\nProxy-Authorization: Basic " + sent + "\r\n")
					.doesNotContain("for-the-origin");
			}
		}
	}

	@Test
	void aRequestMayGoWithoutTheClientsProxy() throws Exception {
		try (WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
				ClientProxy.http("localhost", 1))) {
			client.connect(WsClient.Request.of(this.servers.plain().uri(), this.recorder).withProxy(ClientProxy.NONE))
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aDemandForCredentialsIsToldAndTheyAreNot(boolean given) throws Exception {
		String answer = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 3\r\n\r\nno!";
		try (TestProxy proxy = new TestProxy(TestProxy.http(answer), this.servers.plain().port())) {
			ClientProxy.Via via = ClientProxy.http("localhost", proxy.port());
			ClientProxy used = given ? via.withCredentials("user", PASSWORD) : via;
			assertThat(used.toString()).doesNotContain(PASSWORD);
			try (WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS, used)) {
				ProxyException failure = failure(client.connect(uri(false), this.recorder), ProxyException.class);
				assertThat(failure.code()).isEqualTo(407);
				assertThat(failure.isCredentialsRefused()).isTrue();
				assertThat(failure).hasMessageContaining(given ? "refuses the credentials" : "withCredentials")
					.hasMessageNotContaining(PASSWORD);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 101, 300, 302, 400, 403, 500, 502, 504 })
	void anyOtherStatusIsARefusalAndIsNotFollowed(int status) throws Exception {
		Throwable failure = failureBehind(
				TestProxy.http("HTTP/1.1 " + status + " No\r\nLocation: http://localhost/\r\n\r\n" + "x".repeat(9999)),
				false);
		assertThat(failure).isInstanceOf(ProxyException.class)
			.hasMessageEndingWith(
					"does not open a tunnel to behind.test:80: it answered CONNECT with status " + status);
		assertThat(((ProxyException) failure).code()).isEqualTo(status);
		assertThat(((ProxyException) failure).isCredentialsRefused()).isFalse();
	}

	@ParameterizedTest
	@MethodSource("misbehaviour")
	void aProxyThatMisbehavesFailsTheAttempt(String how, TestProxy.Conversation conversation,
			Class<? extends IOException> type, String message) throws Exception {
		this.options = (type == SocketTimeoutException.class) ? ProxiedServers.HASTY : this.options;
		for (boolean secure : new boolean[] { false, true }) {
			assertThat(failureBehind(conversation, secure)).isInstanceOf(type).hasMessageContaining(message);
		}
	}

	static Stream<Arguments> misbehaviour() {
		return Stream.of(misbehaviour("silence", TestProxy.Talk::awaitEnd, SocketTimeoutException.class,
				"within 500 ms: check that it is a proxy of that kind"), misbehaviour("half a head", (talk) -> {
					talk.say("HTTP/1.1 200 O".getBytes(StandardCharsets.US_ASCII));
					talk.awaitEnd();
				}, SocketTimeoutException.class, "raise the connect timeout"),
				misbehaviour("interim answers without end", (talk) -> {
					while (true) {
						talk.say("HTTP/1.1 100 Continue\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
					}
				}, SocketTimeoutException.class, "raise the connect timeout"), misbehaviour("closing", (talk) -> {
				}, ProxyException.class, "closed the connection instead of opening the way"),
				misbehaviour("closing within the head", (talk) -> {
					talk.readHead();
					talk.say("HTTP/1.1 200 OK\r\nX".getBytes(StandardCharsets.US_ASCII));
				}, ProxyException.class, "closed the connection instead of opening the way"),
				misbehaviour("a reset", (talk) -> {
					talk.readHead();
					talk.reset();
				}, IOException.class, "broke"),
				misbehaviour("garbage", (talk) -> talk.say(new byte[] { 5, 0, 13, 10, 13, 10 }), ProxyException.class,
						"malformed answer"),
				misbehaviour("HTTP/2.0",
						(talk) -> talk.say("HTTP/2.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
						ProxyException.class, "malformed answer"),
				misbehaviour("a huge field", (talk) -> {
					talk.say(("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000)).getBytes(StandardCharsets.US_ASCII));
					talk.awaitEnd();
				}, ProxyException.class, "at most 65536 bytes"), misbehaviour("many fields", (talk) -> {
					talk.say(("HTTP/1.1 200 OK" + "\r\nX: x".repeat(200)).getBytes(StandardCharsets.US_ASCII));
					talk.awaitEnd();
				}, ProxyException.class, "at most 100"));
	}

	private static Arguments misbehaviour(String how, Misbehaviour said, Class<? extends IOException> type,
			String message) {
		TestProxy.Conversation conversation = (talk) -> {
			said.to(talk);
			return false;
		};
		return Arguments.arguments(how, conversation, type, message);
	}

	@Test
	void whatComesBehindTheAnswerBelongsToTheServer() throws Exception {
		// in one segment: the end of the proxy's head and the server's whole answer
		TestProxy.Conversation conversation = (talk) -> {
			talk.readHead();
			talk.say((OPENED + "HTTP/1.1 403 Forbidden\r\nX-From: server\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			talk.awaitEnd();
			return false;
		};
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
						ClientProxy.http("localhost", proxy.port()))) {
			assertThat(
					failure(client.connect(uri(false), this.recorder), HandshakeException.class).fields().all("X-From"))
				.containsExactly("server");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 20_000 })
	void whatComesBehindTheAnswerIsEncryptedOrItIsNotTheServers(int length) throws Exception {
		TestProxy.Conversation conversation = (talk) -> {
			talk.readHead();
			talk.say((OPENED + "HTTP/1.1 101 Yes\r\n" + "x".repeat(length)).getBytes(StandardCharsets.US_ASCII));
			talk.awaitEnd();
			return false;
		};
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
						ClientProxy.http("localhost", proxy.port()))) {
			assertThat(failure(client.connect(uri(true), this.recorder), SSLException.class))
				.hasMessage("The peer does not speak TLS");
		}
	}

	@Test
	void theServersCertificateIsStillVerifiedByItsName() throws Exception {
		try (TestProxy proxy = new TestProxy(TestProxy.http(OPENED), this.servers.encrypting().port());
				WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
						ClientProxy.http("localhost", proxy.port()))) {
			assertThat(failure(client.connect("wss://behind.test/", this.recorder)))
				.hasMessageStartingWith("The certificate of behind.test does not name that host");
		}
	}

	@Test
	void aProxyThatIsNotThereIsNamed() throws Exception {
		int port;
		try (RawServer free = new RawServer()) {
			port = free.port();
		}
		try (WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
				ClientProxy.http("127.0.0.1", port))) {
			assertThat(failure(client.connect(uri(false), this.recorder), ConnectException.class))
				.hasMessageStartingWith("Cannot connect to the proxy 127.0.0.1:" + port);
		}
	}

	@Test
	void anIpv6AddressStandsInItsBrackets() throws Exception {
		try (TestProxy proxy = new TestProxy(TestProxy.http("HTTP/1.1 502 No\r\n\r\n"), 1);
				WsClient client = ProxiedServers.client(TransportOptions.CLIENT_DEFAULTS,
						ClientProxy.http("localhost", proxy.port()))) {
			failure(client.connect("ws://[::1]/", this.recorder));
			assertThat(proxy.asked()).startsWith("CONNECT [::1]:80 HTTP/1.1\r\nHost: [::1]:80\r\n");
		}
	}

	@Test
	void whatCannotBeSentIsRefusedWhereItIsSet() {
		ClientProxy.Via proxy = ClientProxy.http("localhost", 3128);
		assertThatIllegalArgumentException().isThrownBy(() -> proxy.withCredentials("a:b", "c"))
			.withMessageContaining("colon");
		for (String wrong : new String[] { "", "a".repeat(256), "é".repeat(128), "a\r\nX: y", "\0" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> proxy.withCredentials(wrong, "c"))
				.withMessageContaining("user's name");
			assertThatIllegalArgumentException().isThrownBy(() -> proxy.withCredentials("a", wrong))
				.withMessageContaining("password");
		}
		for (String host : new String[] { "", "a b", "a\r\nX: y", "::1", "user@host" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> ClientProxy.http(host, 3128));
		}
		for (int port : new int[] { -1, 0, 65536 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> ClientProxy.http("localhost", port))
				.withMessageContaining("port");
		}
	}

	private interface Misbehaviour {

		void to(TestProxy.Talk talk) throws IOException;

	}

}
