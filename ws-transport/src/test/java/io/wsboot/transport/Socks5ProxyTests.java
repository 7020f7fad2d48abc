package io.wsboot.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client behind a SOCKS proxy, right, wrong or hostile (RFC 1928, RFC 1929).
 */
class Socks5ProxyTests {

	/** No authentication is needed. */
	private static final String NO_AUTHENTICATION = "0500";

	private static final String PASSWORD_WANTED = "0502";

	/** Connected, from an IPv4 address. */
	private static final String CONNECTED = "05000001 7f000001 1234";

	/** Bytes of a request for the 11 characters of {@code behind.test}. */
	private static final int REQUEST = 4 + 1 + 11 + 2;

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

	private WsClient client(ClientProxy proxy) throws IOException {
		return ProxiedServers.client(this.options, proxy);
	}

	private Throwable failureBehind(TestProxy.Conversation conversation) throws Exception {
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = client(
						ClientProxy.socks5("localhost", proxy.port()).withCredentials("user", "secret"))) {
			Throwable failure = failure(client.connect("ws://behind.test/", this.recorder));
			assertThat(failure).hasMessageContaining("proxy localhost:" + proxy.port())
				.hasMessageNotContaining("secret");
			assertThat(client.attempts()).isZero();
			assertThat(this.recorder.rest()).isEmpty();
			return failure;
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void aConnectionCarriesASession(boolean secure, boolean dribbling) throws Exception {
		TestServer server = this.servers.server(secure);
		String host = secure ? "localhost" : "behind.test";
		TestProxy.Conversation conversation = (talk) -> {
			if (dribbling) {
				talk.dribbleFromNowOn();
			}
			return TestProxy.socks(List.of(NO_AUTHENTICATION, CONNECTED), 3, 7 + host.length()).hold(talk);
		};
		try (TestProxy proxy = new TestProxy(conversation, server.port());
				WsClient client = client(ClientProxy.socks5("localhost", proxy.port()))) {
			WsSession session = client.connect((secure ? "wss://" : "ws://") + host + "/", this.recorder)
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			session.sendText("a".repeat(100_000));
			this.recorder.expect("open", "text " + "a".repeat(100_000));
			session.close();
			this.recorder.expect("close 1000");
			assertThat(proxy.asked()).isEqualTo("050100");
			assertThat(proxy.asked()).isEqualTo("05010003" + name(host) + (secure ? "01bb" : "0050"));
		}
	}

	private static String name(String host) {
		return HexFormat.of().toHexDigits((byte) host.length())
				+ HexFormat.of().formatHex(host.getBytes(StandardCharsets.US_ASCII));
	}

	@ParameterizedTest
	@ValueSource(strings = { CONNECTED, "05000004 00000000000000000000000000000001 1234",
			"05000003 09 6c6f63616c686f7374 1234", "05000003 00 1234" })
	void theAddressThatTheProxyBindsMayBeOfAnyType(String reply) throws Exception {
		TestProxy.Conversation conversation = TestProxy.socks(List.of(NO_AUTHENTICATION, reply), 3, REQUEST);
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = client(ClientProxy.socks5("localhost", proxy.port()))) {
			client.connect("ws://behind.test/", this.recorder).toCompletableFuture().get(10, TimeUnit.SECONDS);
			this.recorder.expect("open");
		}
	}

	@Test
	void whatComesBehindTheReplyBelongsToTheServer() throws Exception {
		String refusal = HexFormat.of().formatHex("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		TestProxy.Conversation conversation = TestProxy.socks(List.of(NO_AUTHENTICATION, CONNECTED + refusal), 3,
				REQUEST);
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = client(ClientProxy.socks5("localhost", proxy.port()))) {
			assertThat(failure(client.connect("ws://behind.test/", this.recorder))).hasMessageContaining("status 403");
		}
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 05010001 7f000001 0050", "[::1], 05010004 00000000000000000000000000000001 0050" })
	void anAddressIsSentAsSuch(String host, String request) throws Exception {
		TestProxy.Conversation conversation = TestProxy.socks(List.of(NO_AUTHENTICATION, CONNECTED), 3,
				RawPeer.hex(request).length);
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = client(ClientProxy.socks5("localhost", proxy.port()))) {
			client.connect("ws://" + host + "/", this.recorder).toCompletableFuture().get(10, TimeUnit.SECONDS);
			proxy.asked();
			assertThat(proxy.asked()).isEqualTo(request.replace(" ", ""));
		}
	}

	@Test
	void nameAndPasswordAreSentToAProxyThatWantsThem() throws Exception {
		TestProxy.Conversation conversation = TestProxy.socks(List.of(PASSWORD_WANTED, "0100", CONNECTED), 4, 13,
				REQUEST);
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = client(
						ClientProxy.socks5("localhost", proxy.port()).withCredentials("a:b", "sésame"))) {
			client.connect("ws://behind.test/", this.recorder).toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(proxy.asked()).isEqualTo("05020002");
			assertThat(proxy.asked()).isEqualTo(
					"01" + name("a:b") + "07" + HexFormat.of().formatHex("sésame".getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Test
	void nameAndPasswordAreNotSentToAProxyThatDoesNotWantThem() throws Exception {
		TestProxy.Conversation conversation = TestProxy.socks(List.of(NO_AUTHENTICATION, CONNECTED), 4, REQUEST);
		try (TestProxy proxy = new TestProxy(conversation, this.servers.plain().port());
				WsClient client = client(
						ClientProxy.socks5("localhost", proxy.port()).withCredentials("a", "secret"))) {
			client.connect("ws://behind.test/", this.recorder).toCompletableFuture().get(10, TimeUnit.SECONDS);
			proxy.asked();
			assertThat(proxy.asked()).startsWith("05010003");
		}
	}

	@Test
	void refusedCredentialsAreTold() throws Exception {
		Throwable failure = failureBehind(TestProxy.socks(List.of(PASSWORD_WANTED, "0101"), 4, 13));
		assertThat(failure).isInstanceOf(ProxyException.class).hasMessageContaining("refuses the credentials");
		assertThat(((ProxyException) failure).isCredentialsRefused()).isTrue();
		assertThat(((ProxyException) failure).code()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aProxyThatTakesNoMethodSaysWhatToDo(boolean given) throws Exception {
		try (TestProxy proxy = new TestProxy(TestProxy.socks(List.of("05ff"), given ? 4 : 3), 1)) {
			ClientProxy.Via via = ClientProxy.socks5("localhost", proxy.port());
			try (WsClient client = client(given ? via.withCredentials("a", "b") : via)) {
				ProxyException failure = failure(client.connect("ws://behind.test/", this.recorder),
						ProxyException.class);
				assertThat(failure).hasMessageContaining(given ? "neither a password" : "wants credentials");
				assertThat(failure.isCredentialsRefused()).isTrue();
			}
		}
	}

	@Test
	void everyReplyCodeIsAnErrorOfItsOwn() throws Exception {
		List<String> messages = new ArrayList<>();
		for (int code : new int[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 255 }) {
			// nothing behind the code is waited for
			String reply = "05" + HexFormat.of().toHexDigits((byte) code);
			Throwable failure = failureBehind(TestProxy.socks(List.of(NO_AUTHENTICATION, reply), 4, REQUEST));
			assertThat(failure).isInstanceOf(ProxyException.class)
				.hasMessageContaining("does not connect to behind.test:80: ")
				.hasMessageEndingWith("(reply " + code + ")");
			assertThat(((ProxyException) failure).code()).isEqualTo(code);
			messages.add(failure.getMessage().replaceAll(".*80: |\\(.*", ""));
		}
		assertThat(messages.subList(0, 9)).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "a SOCKS 4 proxy, 0400, '', answered with version 4 instead of 5; is it a SOCKS5 proxy?",
			"an HTTP proxy, 485454502f, '', answered with version 72",
			"a method that was not offered, 0501, '', chose authentication method 1",
			"a reply of another version, 0500, 04, answered with version 4",
			"a reserved byte, 0500, 050001, its reserved byte is 1 instead of 0",
			"an unknown type of address, 0500, 0500000200, no address has the type 2" })
	void aMalformedAnswerFailsAtItsFirstWrongByte(String what, String first, String second, String message)
			throws Exception {
		List<String> answers = second.isEmpty() ? List.of(first) : List.of(first, second);
		// the proxy would go on: nothing but the wrong byte ends the attempt
		Throwable failure = failureBehind((talk) -> {
			TestProxy.socks(answers, 4, REQUEST).hold(talk);
			talk.awaitEnd();
			return false;
		});
		assertThat(failure).isInstanceOf(ProxyException.class).hasMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "05", "0500", "0502", "0500 05", "0500 0500", "0500 050000", "0500 05000003",
			"0500 0500000309 6c6f63", "0502 01" })
	void silenceAnywhereEndsAtTheDeadlineAndALeavingProxyAtOnce(String answers) throws Exception {
		for (boolean leaving : new boolean[] { false, true }) {
			this.options = leaving ? TransportOptions.CLIENT_DEFAULTS : ProxiedServers.HASTY;
			Throwable failure = failureBehind((talk) -> {
				int[] lengths = answers.startsWith("0502") ? new int[] { 4, 13 } : new int[] { 4, REQUEST };
				TestProxy.socks(answers.isEmpty() ? List.of() : split(answers), lengths).hold(talk);
				if (!leaving) {
					talk.awaitEnd();
				}
				return false;
			});
			assertThat(failure).isInstanceOf(leaving ? IOException.class : SocketTimeoutException.class);
			assertThat(failure).hasMessageMatching(
					leaving ? "(?s).*(closed the connection instead|broke).*" : "(?s).*within 500 ms.*");
		}
	}

	private static List<String> split(String answers) {
		int blank = answers.indexOf(' ');
		return (blank < 0) ? List.of(answers) : List.of(answers.substring(0, blank), answers.substring(blank + 1));
	}

	@Test
	void aNameThatIsTooLongForARequestIsRefusedBeforeItIsSent() throws Exception {
		try (WsClient client = client(ClientProxy.socks5("localhost", 1))) {
			assertThat(failure(client.connect("ws://" + "a".repeat(256) + "/", this.recorder),
					IllegalArgumentException.class))
				.hasMessageContaining("255");
		}
	}

}
