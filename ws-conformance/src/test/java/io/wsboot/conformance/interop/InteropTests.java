package io.wsboot.conformance.interop;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;

import io.wsboot.conformance.interop.Inbox.Closed;
import io.wsboot.conformance.interop.Inbox.Pong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract, for every pair of stacks.
 */
class InteropTests {

	private static final int MAX_MESSAGE = 16 * 1024 * 1024;

	static Stream<Pair> pairs() {
		return Pair.all();
	}

	static Stream<Pair> compressedPairs() {
		return Pair.compressed();
	}

	static Stream<Pair> pairsWhoseClientPings() {
		// OkHttp sends pings by itself only
		return Pair.all().filter((pair) -> !pair.name().startsWith("OkHttp"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairs")
	void messagesOfEverySizeComeBack(Pair pair) throws Exception {
		try (Link link = new Link(pair)) {
			Side side = link.connect();
			for (int size : new int[] { 0, 1, 125, 126, 65_535, 65_536, MAX_MESSAGE }) {
				String text = text(size);
				side.text(text);
				link.heard().expect(text);
				byte[] data = new byte[size];
				new Random(size).nextBytes(data);
				side.binary(data);
				link.heard().expect(data);
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairs")
	void messagesInFlightComeBackInOrder(Pair pair) throws Exception {
		try (Link link = new Link(pair)) {
			Side side = link.connect();
			for (int i = 0; i < 1000; i++) {
				side.text("message " + i);
			}
			for (int i = 0; i < 1000; i++) {
				link.heard().expect("message " + i);
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairs")
	void theSubprotocolIsAgreedOn(Pair pair) throws Exception {
		try (Link link = new Link(pair)) {
			assertThat(link.connect().subprotocol()).isEqualTo(PeerClient.SUBPROTOCOL);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairs")
	void theClientsCloseIsHeardAndEchoed(Pair pair) throws Exception {
		try (Link link = new Link(pair)) {
			for (Closed close : new Closed[] { new Closed(1000, "bye"), new Closed(3000, ""),
					new Closed(4999, "ä".repeat(61)) }) {
				link.connect().close(close.code(), close.reason());
				link.closesOfServer().expect(close);
				link.heard().expectClose(close.code());
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairs")
	void theServersCloseIsHeard(Pair pair) throws Exception {
		try (Link link = new Link(pair)) {
			for (Closed close : new Closed[] { new Closed(1001, "away"), new Closed(4000, "größer") }) {
				link.connect().text(EchoScript.CLOSE + close.code() + " " + close.reason());
				link.heard().expect(close);
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairs")
	void theServersPingIsAnswered(Pair pair) throws Exception {
		try (Link link = new Link(pair)) {
			link.connect().text(EchoScript.PING + "pïng");
			link.heard().expect("pong pïng");
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairsWhoseClientPings")
	void theClientsPingIsAnswered(Pair pair) throws Exception {
		try (Link link = new Link(pair)) {
			Side side = link.connect();
			for (String payload : new String[] { "", "pïng", "x".repeat(125) }) {
				side.ping(payload.getBytes(StandardCharsets.UTF_8));
				link.heard().expect(new Pong(payload));
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("compressedPairs")
	void whatBothAgreeToCompressTakesFewerBytes(Pair pair) throws Exception {
		try (Link link = new Link(pair); Tap tap = new Tap(link.port())) {
			Side side = link.connect(tap.port());
			assertThat(tap.answered()).startsWith("permessage-deflate");
			String text = "compressible ".repeat(10_000);
			side.text(text);
			link.heard().expect(text);
			assertThat(tap.sent()).isLessThan(text.length() / 4);
			assertThat(tap.received()).isLessThan(text.length() / 4);
		}
	}

	/** Text of so many bytes, every script among them. */
	private static String text(int bytes) {
		String pattern = "a ä 世 🚀 ";
		int length = pattern.getBytes(StandardCharsets.UTF_8).length;
		return pattern.repeat(bytes / length) + "x".repeat(bytes % length);
	}

}
