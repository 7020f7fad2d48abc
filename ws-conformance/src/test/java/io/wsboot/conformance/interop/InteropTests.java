package io.wsboot.conformance.interop;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;

import io.wsboot.conformance.interop.Inbox.Closed;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract, for every pair of stacks of which one is ours.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("pairs")
class InteropTests {

	private static final int MAX_MESSAGE = 16 * 1024 * 1024;

	private final Pair pair;

	private final Inbox client = new Inbox();

	private final Inbox closesOfServer = new Inbox();

	private PeerServer server;

	private PeerClient dialer;

	private URI uri;

	InteropTests(Pair pair) {
		this.pair = pair;
	}

	static Stream<Pair> pairs() {
		return Pair.all();
	}

	@BeforeEach
	void start() throws Exception {
		this.server = this.pair.server().make();
		this.dialer = this.pair.client().make();
		int port = this.server.start(new EchoScript(this.closesOfServer));
		this.uri = URI.create("ws://127.0.0.1:" + port + this.pair.path());
	}

	@AfterEach
	void stop() throws Exception {
		this.dialer.close();
		this.server.close();
	}

	@Test
	void messagesOfEverySizeComeBack() throws Exception {
		Side side = connect();
		for (int size : new int[] { 0, 1, 125, 126, 65_535, 65_536, MAX_MESSAGE }) {
			String text = text(size);
			side.text(text);
			this.client.expect(text);
			byte[] data = new byte[size];
			new Random(size).nextBytes(data);
			side.binary(data);
			this.client.expect(data);
		}
	}

	@Test
	void messagesInFlightComeBackInOrder() throws Exception {
		Side side = connect();
		for (int i = 0; i < 1000; i++) {
			side.text("message " + i);
		}
		for (int i = 0; i < 1000; i++) {
			this.client.expect("message " + i);
		}
	}

	@Test
	void theSubprotocolIsAgreedOn() throws Exception {
		assertThat(connect().subprotocol()).isEqualTo(PeerClient.SUBPROTOCOL);
	}

	@Test
	void theClientsCloseIsHeardAndEchoed() throws Exception {
		for (Closed close : new Closed[] { new Closed(1000, "bye"), new Closed(3000, ""),
				new Closed(4999, "ä".repeat(61)) }) {
			connect().close(close.code(), close.reason());
			this.closesOfServer.expect(close);
			this.client.expectClose(close.code());
		}
	}

	@Test
	void theServersCloseIsHeard() throws Exception {
		for (Closed close : new Closed[] { new Closed(1001, "away"), new Closed(4000, "größer") }) {
			connect().text(EchoScript.CLOSE + close.code() + " " + close.reason());
			this.client.expect(close);
		}
	}

	@Test
	void theServersPingIsAnswered() throws Exception {
		connect().text(EchoScript.PING + "pïng");
		this.client.expect("pong pïng");
	}

	private Side connect() throws Exception {
		return this.dialer.connect(this.uri, this.pair.offer(), this.client);
	}

	/** Text of so many bytes, every script among them. */
	private static String text(int bytes) {
		String pattern = "a ä 世 🚀 ";
		int length = pattern.getBytes(StandardCharsets.UTF_8).length;
		return pattern.repeat(bytes / length) + "x".repeat(bytes % length);
	}

}
