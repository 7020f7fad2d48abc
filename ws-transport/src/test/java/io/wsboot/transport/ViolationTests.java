package io.wsboot.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.wsboot.protocol.ProtocolLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every rule of RFC 6455 that a client can break, over a real socket: the right Close,
 * then the end of the stream and nothing else; the handler hears of it once, and others
 * are served on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViolationTests {

	private static final int MAX_FRAME = 1024;

	private static final String MASK = "00000000";

	private static final TransportOptions OPTIONS = TestServer.OPTIONS
		.withLimits(new ProtocolLimits(MAX_FRAME, 2 * MAX_FRAME, 4))
		.withTimeouts(new TransportOptions.Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10),
				Duration.ofSeconds(10), Duration.ofSeconds(2)));

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final Map<String, Recorder> recorders = new ConcurrentHashMap<>();

	private final AtomicInteger paths = new AtomicInteger();

	private final Semaphore handling = new Semaphore(0);

	private final Semaphore mayReply = new Semaphore(0);

	private TestServer server;

	private RawPeer bystander;

	@BeforeAll
	void start() throws IOException {
		this.server = TestServer.start(OPTIONS, (request) -> CompletableFuture.completedStage(decide(request.path())));
		this.bystander = RawPeer.open(this.server.port(), "/echo");
	}

	@AfterAll
	void stop() throws IOException {
		this.bystander.close();
		this.server.close();
		this.executor.shutdown();
	}

	private UpgradeDecision decide(String path) {
		if (path.equals("/echo")) {
			return UpgradeDecision.accept(new TestServer.Echo());
		}
		if (path.equals("/slow-echo")) {
			return UpgradeDecision.accept(new SlowEcho()).withExecutor(this.executor);
		}
		UpgradeDecision.Accept accept = UpgradeDecision
			.accept(this.recorders.computeIfAbsent(path, (key) -> new Recorder()));
		return path.startsWith("/loop") ? accept : accept.withExecutor(this.executor);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("violations")
	void aViolationIsAnsweredWithItsCloseAndEndsTheConnection(String rule, String hex, int code, String reason)
			throws Exception {
		byte[] broken = RawPeer.hex(hex);
		violate("/loop", new byte[][] { broken }, code, reason);
		violate("/executor", new byte[][] { broken }, code, reason);
		byte[][] single = new byte[broken.length][];
		for (int i = 0; i < broken.length; i++) {
			single[i] = new byte[] { broken[i] };
		}
		// long ones would only be slow
		if (broken.length <= 64) {
			violate("/loop", single, code, reason);
		}
		this.bystander.sendText(rule);
		this.bystander.expectText(rule);
	}

	private void violate(String kind, byte[][] pieces, int code, String reason) throws Exception {
		String path = kind + this.paths.incrementAndGet();
		try (RawPeer peer = RawPeer.open(this.server.port(), path)) {
			for (byte[] piece : pieces) {
				peer.send(piece);
			}
			peer.sendText("must not be read");
			peer.expectClose(code, reason);
			peer.expectEnd();
		}
		Recorder recorder = this.recorders.remove(path);
		recorder.expect("open", "close " + code + " " + reason);
		assertThat(recorder.rest()).isEmpty();
	}

	@Test
	void whatCameBeforeAViolationIsAnsweredFirst() throws Exception {
		for (String path : new String[] { "/echo", "/slow-echo" }) {
			try (RawPeer peer = RawPeer.open(this.server.port(), path)) {
				// a text of one byte and a reserved opcode, in one segment
				peer.sendHex("81 81" + MASK + "61 83 80" + MASK);
				if (path.equals("/slow-echo")) {
					this.handling.acquire();
					this.mayReply.release();
				}
				peer.expectText("a");
				peer.expectClose(1002, "reserved-opcode");
				peer.expectEnd();
			}
		}
	}

	@Test
	void aHandlerThatNeverEndsDoesNotKeepAViolationFromItsClose() throws Exception {
		try (RawPeer peer = RawPeer.open(this.server.port(), "/slow-echo")) {
			peer.sendHex("81 81" + MASK + "61 83 80" + MASK);
			this.handling.acquire();
			peer.expectClose(1002, "reserved-opcode");
			peer.expectEnd();
			this.mayReply.release();
		}
	}

	@Test
	void aViolationCountsEvenIfTheConnectionIsLostBeforeItsClose() throws Exception {
		String path = "/executor" + this.paths.incrementAndGet();
		Recorder recorder = this.recorders.computeIfAbsent(path, (key) -> new Recorder() {
			@Override
			public void onText(WsSession opened, String text) throws Exception {
				ViolationTests.this.handling.release();
				ViolationTests.this.mayReply.acquire();
				super.onText(opened, text);
			}
		});
		try (RawPeer peer = RawPeer.open(this.server.port(), path)) {
			peer.sendHex("81 81" + MASK + "61 83 80" + MASK);
			this.handling.acquire();
			peer.reset();
		}
		TestServer.eventually().until(() -> this.server.server().sessions().size() == 1);
		this.mayReply.release();
		recorder.expect("open", "text a", "close 1002 reserved-opcode");
	}

	static Stream<Arguments> violations() {
		return Stream.of(headers(), lengths(), fragments(), closes(), text()).flatMap((rows) -> rows);
	}

	private static Stream<Arguments> headers() {
		return Stream.of(arguments("RSV1 on text", "c1 80" + MASK, 1002, "rsv-bits"),
				arguments("RSV2 on text", "a1 80" + MASK, 1002, "rsv-bits"),
				arguments("RSV3 on text", "91 80" + MASK, 1002, "rsv-bits"),
				arguments("RSV1 on ping", "c9 80" + MASK, 1002, "rsv-bits"),
				arguments("RSV1 on close", "c8 80" + MASK, 1002, "rsv-bits"),
				arguments("RSV1 on continuation", "01 80" + MASK + "c0 80" + MASK, 1002, "rsv-bits"),
				arguments("opcode 3", "83 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 4", "84 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 5", "85 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 6", "86 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 7", "87 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 11", "8b 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 12", "8c 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 13", "8d 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 14", "8e 80" + MASK, 1002, "reserved-opcode"),
				arguments("opcode 15", "8f 80" + MASK, 1002, "reserved-opcode"),
				arguments("fragmented close", "08 80" + MASK, 1002, "fragmented-control-frame"),
				arguments("fragmented ping", "09 80" + MASK, 1002, "fragmented-control-frame"),
				arguments("fragmented pong", "0a 80" + MASK, 1002, "fragmented-control-frame"),
				arguments("unmasked text", "81 05 48656c6c6f", 1002, "unmasked-frame"),
				arguments("unmasked ping", "89 00", 1002, "unmasked-frame"),
				arguments("unmasked close", "88 02 03e8", 1002, "unmasked-frame"));
	}

	private static Stream<Arguments> lengths() {
		return Stream.of(arguments("close of 126 bytes", "88 fe 007e", 1002, "control-frame-too-long"),
				arguments("ping of 126 bytes", "89 fe 007e", 1002, "control-frame-too-long"),
				arguments("pong of 2^16 bytes", "8a ff 0000000000010000", 1002, "control-frame-too-long"),
				arguments("5 in 16 bits", "82 fe 0005", 1002, "length-not-minimal"),
				arguments("125 in 16 bits", "82 fe 007d", 1002, "length-not-minimal"),
				arguments("5 in 64 bits", "82 ff 0000000000000005", 1002, "length-not-minimal"),
				arguments("300 in 64 bits", "82 ff 000000000000012c", 1002, "length-not-minimal"),
				arguments("65535 in 64 bits", "82 ff 000000000000ffff", 1002, "length-not-minimal"),
				arguments("2^63", "82 ff 8000000000000000", 1002, "length-top-bit"),
				arguments("2^64-1", "82 ff ffffffffffffffff", 1002, "length-top-bit"),
				arguments("2^63-1", "82 ff 7fffffffffffffff", 1009, "frame-too-big"),
				arguments("2^62", "82 ff 4000000000000000", 1009, "frame-too-big"),
				arguments("2^48", "82 ff 0001000000000000", 1009, "frame-too-big"),
				arguments("2^32+1", "81 ff 0000000100000001", 1009, "frame-too-big"),
				arguments("one above the limit, header only", "82 fe 0401", 1009, "frame-too-big"));
	}

	private static Stream<Arguments> fragments() {
		String full = MASK + "61".repeat(MAX_FRAME);
		return Stream.of(arguments("continuation of nothing", "80 80" + MASK, 1002, "stray-continuation"),
				arguments("first of a continuation of nothing", "00 80" + MASK, 1002, "stray-continuation"),
				arguments("text within text", "01 80" + MASK + "81 80" + MASK, 1002, "message-within-message"),
				arguments("binary within text", "01 80" + MASK + "02 80" + MASK, 1002, "message-within-message"),
				arguments("message one above the limit", "02 fe 0400" + full + "00 fe 0400" + full + "80 81" + MASK,
						1009, "message-too-big"),
				arguments("fifth fragment", ("01 80" + MASK) + ("00 80" + MASK).repeat(4), 1008, "too-many-fragments"));
	}

	private static Stream<Arguments> closes() {
		Stream<Arguments> codes = Stream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)
			.map((code) -> arguments("close code " + code, "88 82" + MASK + "%04x".formatted(code), 1002,
					"close-code"));
		Stream<Arguments> payloads = Stream.of(
				arguments("close of one byte", "88 81" + MASK + "03", 1002, "close-too-short"),
				arguments("close reason that is not UTF-8", "88 83" + MASK + "03e8ff", 1007, "close-reason-utf8"),
				arguments("close reason that is cut", "88 84" + MASK + "03e8e282", 1007, "close-reason-utf8"));
		return Stream.concat(codes, payloads);
	}

	private static Stream<Arguments> text() {
		Stream<Arguments> whole = Stream
			.of("80", "bf", "c0af", "c1bf", "e080af", "e09fbf", "eda080", "edbfbf", "f08080af", "f4908080", "f5808080",
					"f888808080", "fe", "ff", "c3", "e282", "f09f98", "c328", "e28228", "61c3")
			.map((bytes) -> arguments("text " + bytes, "81 %02x".formatted(0x80 | bytes.length() / 2) + MASK + bytes,
					1007, "invalid-utf8"));
		Stream<Arguments> early = Stream.of(
				arguments("first byte of much text", "81 fe 0400" + MASK + "ff", 1007, "invalid-utf8"),
				arguments("first fragment of text", "01 82" + MASK + "61ff", 1007, "invalid-utf8"),
				arguments("character broken over fragments", "01 81" + MASK + "c3" + "00 81" + MASK + "28", 1007,
						"invalid-utf8"),
				arguments("character that never ends", "01 82" + MASK + "e282" + "80 80" + MASK, 1007, "invalid-utf8"));
		return Stream.concat(whole, early);
	}

	@Test
	void exactlyTheLimitIsAccepted() throws Exception {
		try (RawPeer peer = RawPeer.open(this.server.port(), "/echo")) {
			byte[] frame = "a".repeat(MAX_FRAME).getBytes(StandardCharsets.US_ASCII);
			peer.sendFrame(RawPeer.TEXT, frame);
			assertThat(peer.readFrame().payload()).isEqualTo(frame);
			peer.sendFrame(0x01, frame);
			peer.sendFrame(0x00, new byte[0]);
			peer.sendFrame(0x00, new byte[0]);
			peer.sendFrame(0x80, frame);
			assertThat(peer.readFrame().payload()).hasSize(2 * MAX_FRAME);
		}
	}

	@Test
	void aPingWithinAFragmentedMessageIsAnsweredAtOnce() throws Exception {
		try (RawPeer peer = RawPeer.open(this.server.port(), "/echo")) {
			peer.sendFrame(0x01, "one ".getBytes(StandardCharsets.US_ASCII));
			peer.sendFrame(RawPeer.PING, "are you there".getBytes(StandardCharsets.US_ASCII));
			RawPeer.Frame pong = peer.readFrame();
			assertThat(pong.firstByte()).isEqualTo(RawPeer.PONG);
			assertThat(pong.text()).isEqualTo("are you there");
			peer.sendFrame(0x80, "message".getBytes(StandardCharsets.US_ASCII));
			peer.expectText("one message");
		}
	}

	@Test
	void whatCameBeforeAViolationIsHandled() throws Exception {
		for (String kind : new String[] { "/loop", "/executor" }) {
			String path = kind + this.paths.incrementAndGet();
			try (RawPeer peer = RawPeer.open(this.server.port(), path)) {
				peer.sendHex("81 81" + MASK + "61" + "82 81" + MASK + "62" + "83 80" + MASK);
				peer.expectClose(1002, "reserved-opcode");
				peer.expectEnd();
			}
			this.recorders.get(path).expect("open", "text a", "binary 1", "close 1002 reserved-opcode");
		}
	}

	@Test
	void noiseEndsOneConnectionAndNoOther() throws Exception {
		Random random = new Random(6455);
		for (int i = 0; i < 60; i++) {
			String path = "/loop" + this.paths.incrementAndGet();
			try (RawPeer peer = RawPeer.open(this.server.port(), path)) {
				byte[] noise = new byte[200 + random.nextInt(2000)];
				random.nextBytes(noise);
				// unmasked, so that it is wrong at once
				noise[1] &= 0x7F;
				peer.send(noise);
				peer.readToTheEnd();
			}
			Recorder recorder = this.recorders.get(path);
			recorder.expect("open");
			assertThat(recorder.session().isOpen()).isFalse();
		}
		this.bystander.sendText("still here");
		this.bystander.expectText("still here");
	}

	/**
	 * Replies when it is told to.
	 */
	private final class SlowEcho extends TestServer.Echo {

		@Override
		public void onText(WsSession session, String text) {
			ViolationTests.this.handling.release();
			ViolationTests.this.mayReply.acquireUninterruptibly();
			super.onText(session, text);
		}

	}

}
