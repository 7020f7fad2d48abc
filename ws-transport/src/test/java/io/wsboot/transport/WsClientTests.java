package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.Failures.failure;
import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The client, mostly against servers that are wrong, silent or hostile: it owes itself
 * the same care as a server (RFC 6455 §4.1, §5.1, §10.4).
 */
class WsClientTests {

	private static final TransportOptions OPTIONS = TransportOptions.DEFAULTS.withEventLoops(1)
		.withLimits(new ProtocolLimits(1024, 2048, 4))
		.withTimeouts(new Timeouts(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(10),
				Duration.ofMillis(300)))
		.withHeartbeat(HeartbeatPolicy.NONE);

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final Recorder recorder = new Recorder();

	private RawServer server;

	private WsClient client;

	@BeforeEach
	void start() throws Exception {
		this.server = new RawServer();
		this.client = WsClient.builder().options(OPTIONS).build();
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.server.close();
		this.executor.shutdown();
	}

	private CompletableFuture<WsSession> connect() {
		return this.client.connect(this.server.uri(), this.recorder).toCompletableFuture();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("answers")
	void aWrongAnswerFailsWithItsStatusAndClosesTheConnection(String fault, UnaryOperator<String> answer, int status)
			throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			peer.send(answer.apply(RawServer.answer(peer.readHead())));
			assertThat(failure(opened, HandshakeException.class).status()).isEqualTo(status);
			peer.readToTheEnd();
		}
		assertThat(this.recorder.rest()).isEmpty();
		assertThat(this.client.sessions().size()).isZero();
	}

	static Stream<Arguments> answers() {
		return Stream.of(answer("200", (right) -> right.replace("101 Switching Protocols", "200 OK"), 200),
				answer("301", (right) -> "HTTP/1.1 301 Moved\r\nLocation: ws://127.0.0.1:1/\r\n\r\n", 301),
				answer("401", (right) -> "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
						401),
				answer("503", (right) -> "HTTP/1.1 503 No\r\n\r\n", 503),
				answer("no Upgrade", (right) -> right.replace("Upgrade: websocket\r\n", ""), 101),
				answer("other Upgrade", (right) -> right.replace("Upgrade: websocket", "Upgrade: notwebsocket"), 101),
				answer("no Connection", (right) -> right.replace("Connection: Upgrade\r\n", ""), 101),
				answer("other Connection", (right) -> right.replace("Connection: Upgrade", "Connection: close"), 101),
				answer("no proof", (right) -> right.replaceFirst("Sec-WebSocket-Accept: [^\r]*\r\n", ""), 101),
				answer("wrong proof", (right) -> right.replaceFirst("Accept: [^\r]*", "Accept: " + RawPeer.ACCEPT),
						101),
				answer("two proofs", (right) -> right.replaceFirst("(Sec-WebSocket-Accept: [^\r]*\r\n)", "$1$1"), 101),
				answer("unoffered subprotocol",
						(right) -> right.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat\r\n\r\n"), 101),
				answer("unoffered extension",
						(right) -> right.replace("\r\n\r\n",
								"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
						101),
				answer("no HTTP", (right) -> "hello\r\n\r\n", 502),
				answer("HTTP/1.0", (right) -> right.replace("HTTP/1.1", "HTTP/1.0"), 502),
				answer("folded line", (right) -> right.replace("\r\n\r\n", "\r\nX: a\r\n b\r\n\r\n"), 502),
				answer("endless head", (right) -> right.replace("\r\n\r\n", "\r\nX: " + "a".repeat(100_000)), 502),
				answer("many fields", (right) -> right.replace("\r\n\r\n", "\r\nX: a".repeat(200) + "\r\n\r\n"), 502));
	}

	private static Arguments answer(String fault, UnaryOperator<String> answer, int status) {
		return arguments(fault, answer, status);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("violations")
	void aServersViolationIsAnsweredAsAClientsWouldBe(String rule, String hex, int code, String reason)
			throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			opened.get(10, TimeUnit.SECONDS);
			peer.sendHex(hex);
			peer.sendText("must not be read");
			peer.expectClose(code, reason);
			peer.expectEnd();
		}
		this.recorder.expect("open", "close " + code + " " + reason);
		assertThat(this.recorder.rest()).isEmpty();
		eventually().untilAsserted(() -> assertThat(this.client.sessions().size()).isZero());
	}

	static Stream<Arguments> violations() {
		return Stream.of(arguments("masked text", "81 85 37fa213d 7f9f4d5158", 1002, "masked-frame"),
				arguments("masked ping", "89 80 00000000", 1002, "masked-frame"),
				arguments("masked close", "88 82 00000000 03e8", 1002, "masked-frame"),
				arguments("RSV1", "c1 00", 1002, "rsv-bits"),
				arguments("reserved opcode", "83 00", 1002, "reserved-opcode"),
				arguments("fragmented ping", "09 00", 1002, "fragmented-control-frame"),
				arguments("long ping", "89 7e 007e", 1002, "control-frame-too-long"),
				arguments("stray continuation", "80 00", 1002, "stray-continuation"),
				arguments("message within a message", "01 00 81 00", 1002, "message-within-message"),
				arguments("long form", "82 7e 0005", 1002, "length-not-minimal"),
				arguments("top bit", "82 7f ffffffffffffffff", 1002, "length-top-bit"),
				arguments("frame too big", "82 7e 0401", 1009, "frame-too-big"),
				arguments("exabytes", "82 7f 7fffffffffffffff", 1009, "frame-too-big"),
				arguments("message too big",
						"02 7e 0400" + "61".repeat(1024) + "00 7e 0400" + "61".repeat(1024) + "80 01", 1009,
						"message-too-big"),
				arguments("too many fragments", "01 00" + "00 00".repeat(4), 1008, "too-many-fragments"),
				arguments("not UTF-8", "81 01 ff", 1007, "invalid-utf8"),
				arguments("close of one byte", "88 01 03", 1002, "close-too-short"),
				arguments("close code 1005", "88 02 03ed", 1002, "close-code"),
				arguments("close reason", "88 03 03e8ff", 1007, "close-reason-utf8"));
	}

	@Test
	void theRequestIsRight() throws Exception {
		this.client.connect(WsClient.Request.of(this.server.uri() + "chat?room=1", this.recorder)
			.withSubprotocols("one", "two")
			.withFields(HttpFields.builder().add("Origin", "http://localhost").build()));
		try (RawPeer peer = this.server.accept()) {
			RawPeer.Head request = peer.readHead();
			assertThat(request.line()).isEqualTo("GET /chat?room=1 HTTP/1.1");
			assertThat(request.fields()).containsEntry("upgrade", "websocket")
				.containsEntry("connection", "Upgrade")
				.containsEntry("sec-websocket-version", "13")
				.containsEntry("sec-websocket-protocol", "one, two")
				.containsEntry("origin", "http://localhost")
				.containsEntry("host", this.server.uri().substring(5, this.server.uri().length() - 1))
				.doesNotContainKey("sec-websocket-extensions");
		}
	}

	@Test
	void framesBehindTheAnswerAreKept() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open(RawPeer.hex("81 05 68656c6c6f 89 01 78"))) {
			opened.get(10, TimeUnit.SECONDS);
			this.recorder.expect("open", "text hello");
			assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.PONG);
		}
	}

	@Test
	void theAnswerMayComeByteByByte() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			for (byte single : RawServer.answer(peer.readHead()).getBytes(StandardCharsets.US_ASCII)) {
				peer.send(new byte[] { single });
			}
			assertThat(opened.get(10, TimeUnit.SECONDS).isOpen()).isTrue();
		}
	}

	@Test
	void everyFrameHasAMaskOfItsOwn() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			WsSession session = opened.get(10, TimeUnit.SECONDS);
			Set<Integer> keys = new HashSet<>();
			for (int i = 0; i < 1000; i++) {
				session.offerText("same");
				RawPeer.Frame frame = peer.readFrame();
				assertThat(frame.text()).isEqualTo("same");
				keys.add(ByteBuffer.wrap(frame.key()).getInt());
			}
			// 1000 of 2^32: two may be the same once in 8 600 runs
			assertThat(keys).hasSizeGreaterThan(998);
		}
	}

	@Test
	void messagesOfEverySizeAndKindAreMasked() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			WsSession session = opened.get(10, TimeUnit.SECONDS);
			for (int size : new int[] { 0, 1, 125, 126, 65535, 65536, 65537, 200_000 }) {
				byte[] payload = new byte[size];
				new Random(size).nextBytes(payload);
				session.offerBinary(ByteBuffer.wrap(payload));
				session.offer(PreparedMessage.binary(ByteBuffer.wrap(payload)));
				for (int i = 0; i < 2; i++) {
					assertThat(message(peer)).isEqualTo(payload);
				}
			}
			session.ping(ByteBuffer.wrap(new byte[] { 'x' }));
			assertThat(peer.readFrame()).extracting(RawPeer.Frame::firstByte, RawPeer.Frame::text)
				.containsExactly(RawPeer.PING, "x");
		}
	}

	private static byte[] message(RawPeer peer) throws IOException {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		RawPeer.Frame frame = peer.readFrame();
		assertThat(frame.firstByte() & 0x0F).isEqualTo(2);
		message.write(frame.payload());
		while ((frame.firstByte() & 0x80) == 0) {
			frame = peer.readFrame();
			assertThat(frame.firstByte() & 0x0F).isZero();
			message.write(frame.payload());
		}
		return message.toByteArray();
	}

	@Test
	void aServerThatSaysNothingIsGivenUp() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			failure(opened, SocketTimeoutException.class);
			peer.readHead();
			peer.readToTheEnd();
		}
	}

	@Test
	void aServerThatLeavesDuringTheHandshakeFailsIt() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			peer.readHead();
			peer.send("HTTP/1.1 101 Switch");
			peer.close();
			failure(opened, IOException.class);
		}
		CompletableFuture<WsSession> again = connect();
		this.server.accept().reset();
		failure(again, IOException.class);
	}

	@Test
	void aRefusedConnectionSaysSo() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		failure(this.client.connect("ws://127.0.0.1:" + port + "/", this.recorder), ConnectException.class);
	}

	@Test
	void anUnknownHostSaysSo() {
		failure(this.client.connect("ws://host.invalid/", this.recorder), UnknownHostException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost/", "ws://", "ws://user@localhost/", "ws://localhost/#a",
			"ws://localhost/a b", "ws://localhost:99999/", "ws://localhost/\r\nX: y" })
	void aWrongUriIsRefusedAtOnce(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.connect(uri, this.recorder));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "", "a,b", "a\r\nX: y" })
	void aWrongSubprotocolFailsTheConnection(String subprotocol) {
		failure(this.client
			.connect(WsClient.Request.of(this.server.uri(), this.recorder).withSubprotocols(subprotocol)),
				IllegalArgumentException.class);
	}

	@Test
	void fieldsOfTheHandshakeCannotBeSet() {
		failure(this.client.connect(WsClient.Request.of(this.server.uri(), this.recorder)
			.withFields(HttpFields.builder().add("Sec-WebSocket-Key", "x").build())), IllegalArgumentException.class);
	}

	@Test
	void callbacksRunOnTheExecutorOfTheRequest() throws Exception {
		CompletableFuture<String> thread = new CompletableFuture<>();
		ExecutorService named = Executors.newSingleThreadExecutor((task) -> new Thread(task, "named"));
		WsHandler handler = new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				thread.complete(Thread.currentThread().getName());
			}
		};
		CompletionStage<WsSession> opened = this.client
			.connect(WsClient.Request.of(this.server.uri(), handler).withExecutor(named));
		try (RawPeer peer = this.server.open()) {
			opened.toCompletableFuture().get(10, TimeUnit.SECONDS);
			peer.sendText("x");
			assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("named");
		}
		finally {
			this.client.close();
			named.shutdown();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theServersCloseIsEchoedAndItsEndAwaited(boolean loop) throws Exception {
		CompletionStage<WsSession> opened = this.client
			.connect(WsClient.Request.of(this.server.uri(), this.recorder).withExecutor(loop ? null : this.executor));
		try (RawPeer peer = this.server.open()) {
			opened.toCompletableFuture().get(10, TimeUnit.SECONDS);
			peer.sendText("last");
			peer.sendClose(1001);
			peer.expectClose(1001, "");
			peer.halfClose();
			peer.expectEnd();
			this.recorder.expect("open", "text last", "close 1001");
		}
	}

	@Test
	void aServerThatDoesNotEndTheStreamIsLeftAtTheCloseTimeout() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			opened.get(10, TimeUnit.SECONDS);
			peer.sendClose(1000);
			peer.expectClose(1000, "");
			peer.expectEnd();
			this.recorder.expect("open", "close 1000");
		}
	}

	@Test
	void aServerThatDoesNotAnswerACloseIsLeftAtTheCloseTimeout() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			opened.get(10, TimeUnit.SECONDS).close();
			peer.expectClose(1000, "");
			peer.expectEnd();
			this.recorder.expect("open", "close 1006");
		}
	}

	@Test
	void aMessageThatIsNotCompletedInTimeIs1008() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			opened.get(10, TimeUnit.SECONDS);
			peer.sendHex("82 05 61");
			peer.expectClose(1008, "message-timeout");
		}
	}

	@Test
	void aSilentServerIsFoundByAPing() throws Exception {
		try (WsClient lively = WsClient.builder()
			.options(OPTIONS.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(50), Duration.ofMillis(200))))
			.build()) {
			CompletionStage<WsSession> opened = lively.connect(this.server.uri(), this.recorder);
			try (RawPeer peer = this.server.open()) {
				opened.toCompletableFuture().get(10, TimeUnit.SECONDS);
				RawPeer.Frame ping = peer.readFrame();
				assertThat(ping.firstByte()).isEqualTo(RawPeer.PING);
				peer.sendFrame(RawPeer.PONG, ping.payload());
				assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.PING);
				peer.readToTheEnd();
				this.recorder.expect("open", "close 1006");
			}
		}
	}

	@Test
	void aFailingHandlerCloses1011() throws Exception {
		CompletionStage<WsSession> opened = this.client.connect(this.server.uri(), new Recorder() {
			@Override
			public void onOpen(WsSession session) {
				throw new ExpectedFailure();
			}
		});
		try (RawPeer peer = this.server.open()) {
			opened.toCompletableFuture().get(10, TimeUnit.SECONDS);
			peer.expectClose(1011, "handler-failed");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void closeEndsEverySessionAndTellsItsHandler(boolean loop) throws Exception {
		CompletionStage<WsSession> opened = this.client
			.connect(WsClient.Request.of(this.server.uri(), this.recorder).withExecutor(loop ? null : this.executor));
		try (RawPeer peer = this.server.open()) {
			opened.toCompletableFuture().get(10, TimeUnit.SECONDS);
			this.client.close();
			assertThat(this.recorder.rest()).containsExactly("open", "close 1006");
			peer.readToTheEnd();
			this.client.close();
		}
	}

	@Test
	void closeFailsWhatIsStillOpening() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			peer.readHead();
			this.client.close();
			failure(opened, IOException.class);
			peer.readToTheEnd();
		}
	}

	@Test
	void aClientThatIsClosedConnectsNoMore() throws Exception {
		this.client.close();
		failure(connect(), IOException.class);
	}

	@Test
	void connectingWhileTheClientIsClosedNeverHangs() throws Exception {
		for (int i = 0; i < 50; i++) {
			WsClient closing = WsClient.builder().options(OPTIONS).build();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(closing::close, this.executor);
			CompletableFuture<WsSession> opened = closing.connect(this.server.uri(), new Recorder())
				.toCompletableFuture();
			failure(opened, IOException.class);
			closed.get(10, TimeUnit.SECONDS);
		}
	}

}
