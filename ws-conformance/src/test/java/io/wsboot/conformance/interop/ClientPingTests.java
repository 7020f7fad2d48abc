package io.wsboot.conformance.interop;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.wsboot.conformance.interop.Inbox.Pong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract's ping from the client, for the stacks whose applications can send one.
 */
class ClientPingTests {

	static Stream<Pair> pairs() {
		// OkHttp sends pings by itself only
		return Pair.all().filter((pair) -> !pair.name().startsWith("OkHttp"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pairs")
	void theClientsPingIsAnswered(Pair pair) throws Exception {
		Inbox inbox = new Inbox();
		try (PeerServer server = pair.server().make(); PeerClient client = pair.client().make()) {
			int port = server.start(new EchoScript(new Inbox()));
			Side side = client.connect(URI.create("ws://127.0.0.1:" + port + pair.path()), pair.offer(), inbox);
			for (String payload : new String[] { "", "pïng", "x".repeat(125) }) {
				side.ping(payload.getBytes(StandardCharsets.UTF_8));
				inbox.expect(new Pong(payload));
			}
		}
	}

}
