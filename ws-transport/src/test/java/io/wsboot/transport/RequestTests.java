package io.wsboot.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every way to ask wrongly for a WebSocket, over a real socket: one answer with the right
 * status, then the end of the stream; and the unusual ways to ask rightly.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestTests {

	private static final String HOST = "Host: localhost\r\n";

	private static final String UPGRADE = "Upgrade: websocket\r\n";

	private static final String CONNECTION = "Connection: Upgrade\r\n";

	private static final String KEY = "Sec-WebSocket-Key: " + RawPeer.KEY + "\r\n";

	private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";

	private static final String FIELDS = HOST + UPGRADE + CONNECTION + KEY + VERSION;

	private static final String LINE = "GET / HTTP/1.1\r\n";

	private static final String END = "\r\n";

	private TestServer server;

	private RawPeer bystander;

	@BeforeAll
	void start() throws IOException {
		this.server = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo())));
		this.bystander = RawPeer.open(this.server.port());
	}

	@AfterAll
	void stop() throws IOException {
		this.bystander.close();
		this.server.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "malformed", "incomplete", "versions", "bodies", "tooLarge", "lists" })
	void aWrongRequestHasExactlyOneAnswer(String fault, String head, int status) throws Exception {
		try (RawPeer peer = RawPeer.connect(this.server.port())) {
			peer.send(head + RawPeer.UPGRADE);
			RawPeer.Head answer = peer.expectRefusal();
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.fields().get("connection")).contains("close");
			if (status == 426) {
				assertThat(answer.fields()).containsEntry("upgrade", "websocket");
				assertThat(answer.fields().get("connection")).containsIgnoringCase("upgrade");
			}
		}
		this.bystander.sendText(fault);
		this.bystander.expectText(fault);
	}

	static Stream<Arguments> malformed() {
		return Stream.of(arguments("blank before the colon", LINE + "Host : localhost\r\n" + FIELDS + END, 400),
				arguments("NUL in a value", LINE + FIELDS + "X: a\0b\r\n" + END, 400),
				arguments("bare CR", LINE + FIELDS + "X: a\rb\r\n" + END, 400),
				arguments("bare LF", LINE + FIELDS + "X: a\nY: b\r\n" + END, 400),
				arguments("folded line", LINE + FIELDS + "X: a\r\n b\r\n" + END, 400),
				arguments("line without a colon", LINE + FIELDS + "nonsense\r\n" + END, 400),
				arguments("name with a blank", LINE + FIELDS + "X Y: a\r\n" + END, 400),
				arguments("name with a bracket", LINE + FIELDS + "X(Y): a\r\n" + END, 400),
				arguments("empty name", LINE + FIELDS + ": a\r\n" + END, 400),
				arguments("two blanks in the request line", "GET  / HTTP/1.1\r\n" + FIELDS + END, 400),
				arguments("request line without a version", "GET /\r\n" + FIELDS + END, 400),
				arguments("target with a blank", "GET /a b HTTP/1.1\r\n" + FIELDS + END, 400),
				arguments("target without a slash", "GET a HTTP/1.1\r\n" + FIELDS + END, 400),
				arguments("target with a wrong escape", "GET /%zz HTTP/1.1\r\n" + FIELDS + END, 400),
				arguments("target with a fragment", "GET /a#b HTTP/1.1\r\n" + FIELDS + END, 400),
				arguments("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
				arguments("TLS client hello", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", 400));
	}

	static Stream<Arguments> incomplete() {
		return Stream.of(arguments("no Host", LINE + UPGRADE + CONNECTION + KEY + VERSION + END, 400),
				arguments("two Hosts", LINE + HOST + FIELDS + END, 400),
				arguments("malformed Host", LINE + "Host: a/b\r\n" + UPGRADE + CONNECTION + KEY + VERSION + END, 400),
				arguments("Host with user information",
						LINE + "Host: a@b\r\n" + UPGRADE + CONNECTION + KEY + VERSION + END, 400),
				arguments("two Origins", LINE + FIELDS + "Origin: http://a\r\nOrigin: http://b\r\n" + END, 400),
				arguments("no Upgrade", LINE + HOST + CONNECTION + KEY + VERSION + END, 426),
				arguments("other Upgrade", LINE + HOST + "Upgrade: notwebsocket\r\n" + CONNECTION + KEY + VERSION + END,
						426),
				arguments("no Connection", LINE + HOST + UPGRADE + KEY + VERSION + END, 426),
				arguments("other Connection", LINE + HOST + UPGRADE + "Connection: upgraded\r\n" + KEY + VERSION + END,
						426),
				arguments("no key", LINE + HOST + UPGRADE + CONNECTION + VERSION + END, 400),
				arguments("two keys", LINE + FIELDS + KEY + END, 400), arguments("key of other letters", key("*"), 400),
				arguments("empty key", key(""), 400), arguments("key of 15 bytes", key("AAAAAAAAAAAAAAAAAAAA"), 400),
				arguments("key of 17 bytes", key("AAAAAAAAAAAAAAAAAAAAAAA="), 400),
				arguments("key without padding", key("dGhlIHNhbXBsZSBub25jZQ"), 400),
				arguments("no upgrade at all", LINE + HOST + END, 426));
	}

	private static String key(String value) {
		return LINE + HOST + UPGRADE + CONNECTION + "Sec-WebSocket-Key: " + value + "\r\n" + VERSION + END;
	}

	static Stream<Arguments> versions() {
		Stream<Arguments> http = Stream.of(arguments("HTTP/1.0", "GET / HTTP/1.0\r\n" + FIELDS + END, 426),
				arguments("HTTP/2.0", "GET / HTTP/2.0\r\n" + FIELDS + END, 505),
				arguments("HTTP/1.2", "GET / HTTP/1.2\r\n" + FIELDS + END, 505),
				arguments("HTTP/0.9", "GET / HTTP/0.9\r\n" + FIELDS + END, 505),
				arguments("lower-case http", "GET / http/1.1\r\n" + FIELDS + END, 400),
				arguments("lower-case get", "get / HTTP/1.1\r\n" + FIELDS + END, 405),
				arguments("POST", "POST / HTTP/1.1\r\n" + FIELDS + END, 405),
				arguments("TRACE", "TRACE / HTTP/1.1\r\n" + FIELDS + END, 405));
		Stream<Arguments> websocket = Stream.of("0", "7", "8", "12", "14", "255")
			.map((value) -> arguments("version " + value, version(value), 426));
		Stream<Arguments> nonsense = Stream.of("13x", "013", "256", "-13", "", "13, 8")
			.map((value) -> arguments("version '" + value + "'", version(value), 400));
		Stream<Arguments> counts = Stream.of(
				arguments("no version", LINE + HOST + UPGRADE + CONNECTION + KEY + END, 426),
				arguments("two versions", LINE + FIELDS + VERSION + END, 400));
		return Stream.of(http, websocket, nonsense, counts).flatMap((rows) -> rows);
	}

	private static String version(String value) {
		return LINE + HOST + UPGRADE + CONNECTION + KEY + "Sec-WebSocket-Version: " + value + "\r\n" + END;
	}

	static Stream<Arguments> bodies() {
		return Stream.of(arguments("body by length", LINE + FIELDS + "Content-Length: 5\r\n" + END + "hello", 400),
				arguments("body in chunks",
						LINE + FIELDS + "Transfer-Encoding: chunked\r\n" + END + "5\r\nhello\r\n0\r\n\r\n", 400),
				arguments("length and chunks",
						LINE + FIELDS + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n" + END, 400),
				arguments("two lengths", LINE + FIELDS + "Content-Length: 0\r\nContent-Length: 5\r\n" + END, 400),
				arguments("length with a sign", LINE + FIELDS + "Content-Length: +0\r\n" + END, 400),
				arguments("list of lengths", LINE + FIELDS + "Content-Length: 0, 0\r\n" + END, 400),
				arguments("length in hexadecimal", LINE + FIELDS + "Content-Length: 0x0\r\n" + END, 400),
				arguments("empty length", LINE + FIELDS + "Content-Length:\r\n" + END, 400),
				arguments("length above 2^63", LINE + FIELDS + "Content-Length: 9223372036854775808\r\n" + END, 400),
				arguments("unknown coding", LINE + FIELDS + "Transfer-Encoding: gzip\r\n" + END, 501),
				arguments("obscure coding", LINE + FIELDS + "Transfer-Encoding: xchunked\r\n" + END, 501),
				arguments("chunked twice", LINE + FIELDS + "Transfer-Encoding: chunked, chunked\r\n" + END, 400),
				arguments("chunked and then gzip", LINE + FIELDS + "Transfer-Encoding: chunked, gzip\r\n" + END, 400),
				arguments("body of a request that asks for no upgrade",
						"POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n" + END + "hello", 426));
	}

	static Stream<Arguments> tooLarge() {
		return Stream.of(arguments("long target", "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + FIELDS + END, 414),
				arguments("target without an end", "GET /" + "a".repeat(100_000), 414),
				arguments("long value", LINE + FIELDS + "X: " + "a".repeat(100_000) + "\r\n" + END, 431),
				arguments("101 fields", LINE + FIELDS + "X: a\r\n".repeat(96) + END, 431),
				arguments("many fields", LINE + FIELDS + "X: a\r\n".repeat(5000) + END, 431));
	}

	static Stream<Arguments> lists() {
		return Stream.of(arguments("subprotocol that is no token", list("Sec-WebSocket-Protocol: a b"), 400),
				arguments("subprotocol twice", list("Sec-WebSocket-Protocol: a, b, a"), 400),
				arguments("no subprotocol", list("Sec-WebSocket-Protocol: ,"), 400),
				arguments("extension without a name", list("Sec-WebSocket-Extensions: ;a=b"), 400),
				arguments("extension with an open quote", list("Sec-WebSocket-Extensions: a; b=\"c"), 400),
				arguments("blanks and commas", list("Sec-WebSocket-Protocol: " + " ,".repeat(30_000)), 400),
				arguments("backslashes", list("Sec-WebSocket-Extensions: a; b=\"" + "\\\\".repeat(30_000)), 400),
				arguments("many parameters", list("Sec-WebSocket-Extensions: a" + "; b".repeat(20_000)), 400));
	}

	private static String list(String field) {
		return LINE + FIELDS + field + "\r\n" + END;
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection: keep-alive, UPGRADE", "Connection: keep-alive\r\nConnection: Upgrade" })
	void connectionIsAListOfTokens(String connection) throws Exception {
		opens(LINE + HOST + UPGRADE + connection + "\r\n" + KEY + VERSION + END);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Upgrade: h2c, WebSocket", "upgrade:websocket", "Upgrade: h2c\r\nUpgrade: WEBSOCKET" })
	void upgradeIsAListOfTokens(String upgrade) throws Exception {
		opens(LINE + HOST + upgrade + "\r\n" + CONNECTION + KEY + VERSION + END);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\nGET / HTTP/1.1\r\n", "GET http://localhost/a?b HTTP/1.1\r\n",
			"GET /%0d%0aX:%20y?a=%0d%0a HTTP/1.1\r\n" })
	void unusualRequestLinesAreAccepted(String line) throws Exception {
		opens(line + FIELDS + END);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Content-Length: 0", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
					"Sec-WebSocket-Protocol: chat, superchat" })
	void whatIsOfferedNeedNotBeAccepted(String field) throws Exception {
		try (RawPeer peer = opens(LINE + FIELDS + field + "\r\n" + END)) {
			peer.sendText("still");
			peer.expectText("still");
		}
	}

	private RawPeer opens(String head) throws IOException {
		RawPeer peer = RawPeer.connect(this.server.port());
		peer.send(head);
		RawPeer.Head answer = peer.readHead();
		assertThat(answer.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
		assertThat(answer.fields()).containsOnlyKeys("upgrade", "connection", "sec-websocket-accept")
			.containsEntry("sec-websocket-accept", RawPeer.ACCEPT);
		peer.sendText("hello");
		peer.expectText("hello");
		return peer;
	}

	@Test
	void aHeadMayBeSplitAtEveryByteAndFramesMayFollowAtOnce() throws Exception {
		byte[] head = RawPeer.UPGRADE.getBytes(StandardCharsets.US_ASCII);
		for (int split = 1; split < head.length; split++) {
			try (RawPeer peer = RawPeer.connect(this.server.port())) {
				byte[] first = Arrays.copyOf(head, split);
				byte[] frame = peer.frame(RawPeer.TEXT, new byte[] { 'x' });
				byte[] rest = Arrays.copyOfRange(head, split, head.length + frame.length);
				System.arraycopy(frame, 0, rest, head.length - split, frame.length);
				peer.send(first);
				peer.send(rest);
				peer.expectUpgrade();
				peer.expectText("x");
			}
		}
	}

	@Test
	void noPongOvertakesTheAnswerToTheHandshake() throws Exception {
		for (int round = 0; round < 20; round++) {
			try (RawPeer peer = RawPeer.connect(this.server.port())) {
				byte[] head = RawPeer.UPGRADE.getBytes(StandardCharsets.US_ASCII);
				byte[] ping = peer.frame(RawPeer.PING, new byte[] { 'x' });
				byte[] segment = Arrays.copyOf(head, head.length + ping.length);
				System.arraycopy(ping, 0, segment, head.length, ping.length);
				peer.send(segment);
				peer.expectUpgrade();
				assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.PONG);
			}
		}
	}

	@Test
	void aHeadMayComeByteByByte() throws Exception {
		try (RawPeer peer = RawPeer.connect(this.server.port())) {
			for (byte single : RawPeer.UPGRADE.getBytes(StandardCharsets.US_ASCII)) {
				peer.send(new byte[] { single });
			}
			peer.expectUpgrade();
			peer.sendText("x");
			peer.expectText("x");
		}
	}

	@Test
	void anEndlessHeadEndsTheConnection() throws Exception {
		try (RawPeer peer = RawPeer.connect(this.server.port())) {
			peer.send(LINE + FIELDS);
			byte[] line = "X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(1000)
				.getBytes(StandardCharsets.US_ASCII);
			assertThatThrownBy(() -> {
				for (int i = 0; i < 1000; i++) {
					peer.send(line);
				}
			}).isInstanceOf(IOException.class);
		}
		this.bystander.sendText("still here");
		this.bystander.expectText("still here");
	}

	@Test
	void nothingOfTheRequestIsInTheRefusal() throws Exception {
		try (RawPeer peer = RawPeer.connect(this.server.port())) {
			peer.send("GET /secret%0d%0aX-Injected:%201 HTTP/1.1\r\n" + HOST + "X-Secret: secret\r\n" + END);
			RawPeer.Head answer = peer.expectRefusal();
			assertThat(answer.fields()).doesNotContainKey("x-injected");
			assertThat(answer.toString()).doesNotContain("secret");
		}
	}

	@Test
	void aRefusalOfHeadHasNoBody() throws Exception {
		try (RawPeer peer = RawPeer.connect(this.server.port())) {
			peer.send("HEAD / HTTP/1.1\r\n" + HOST + END);
			assertThat(peer.readHead().status()).isEqualTo(426);
			peer.expectEnd();
		}
	}

	@Test
	void aPeerThatLeavesWithinItsHeadLeavesNothingBehind() throws Exception {
		int closed = this.server.counts().opened.get();
		for (int i = 0; i < 50; i++) {
			RawPeer peer = RawPeer.connect(this.server.port());
			peer.send(RawPeer.UPGRADE.substring(0, i + 1));
			if (i % 2 == 0) {
				peer.reset();
			}
			else {
				peer.close();
			}
		}
		eventually().untilAsserted(() -> assertThat(this.server.counts().opened.get()).isEqualTo(closed + 50));
		eventually()
			.untilAsserted(() -> assertThat(this.server.counts().opened.get() - this.server.counts().closed.get())
				.isEqualTo(this.server.server().sessions().size()));
	}

}
