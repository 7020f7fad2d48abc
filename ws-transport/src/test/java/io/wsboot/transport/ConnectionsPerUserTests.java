package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * So many sessions of one user, whom the upgrade decision names. Here the path is the
 * user.
 */
class ConnectionsPerUserTests {

	private static TestServer start(int max) throws Exception {
		TransportOptions options = TestServer.OPTIONS.withConnectionLimits(ConnectionLimits.NONE.withMaxPerUser(max));
		return TestServer.start(options,
				(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new Recorder())
					.withUser(request.path().equals("/") ? null : request.path())
					.withSubprotocol(request.path().equals("/wrong") ? "never-offered" : null)));
	}

	private static int status(TestServer server, String user) throws Exception {
		try (RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.upgrade(user));
			return peer.expectRefusal().status();
		}
	}

	@Test
	void exactlyTheLimitIsServedAndOneMoreIsAnswered429() throws Exception {
		try (TestServer server = start(2);
				RawPeer first = RawPeer.open(server.port(), "/ann");
				RawPeer second = RawPeer.open(server.port(), "/ann")) {
			try (RawPeer third = RawPeer.connect(server.port())) {
				third.send(RawPeer.upgrade("/ann"));
				RawPeer.Head answer = third.expectRefusal();
				assertThat(answer.status()).isEqualTo(429);
				assertThat(answer.fields()).containsKey("retry-after");
			}
			assertThat(server.counts().limits).containsExactly(Limit.CONNECTIONS_PER_USER);
			RawPeer.open(server.port(), "/bob").close();
			first.sendClose(1000);
			first.expectClose(1000, "");
			first.expectEnd();
			RawPeer.open(server.port(), "/ann").close();
			second.sendClose(1000);
			second.expectClose(1000, "");
		}
	}

	@Test
	void whoIsNobodyIsNotCounted() throws Exception {
		try (TestServer server = start(1);
				RawPeer first = RawPeer.open(server.port());
				RawPeer second = RawPeer.open(server.port())) {
			assertThat(server.server().users().size()).isZero();
			first.sendClose(1000);
			second.sendClose(1000);
			first.expectClose(1000, "");
			second.expectClose(1000, "");
		}
	}

	@Test
	void aSessionThatDoesNotComeAboutTakesNoPlace() throws Exception {
		try (TestServer server = start(1)) {
			assertThat(status(server, "/wrong")).isEqualTo(500);
			assertThat(status(server, "/wrong")).isEqualTo(500);
			assertThat(server.server().users().size()).isZero();
		}
	}

	@Test
	void everyWayOutGivesThePlaceBack() throws Exception {
		try (TestServer server = start(1)) {
			for (int i = 0; i < 50; i++) {
				RawPeer peer = RawPeer.open(server.port(), "/ann");
				switch (i % 3) {
					case 0 -> peer.reset();
					case 1 -> peer.sendClose(1000);
					default -> peer.sendHex("ff ff");
				}
				peer.close();
				eventually().untilAsserted(() -> assertThat(server.server().users().size()).isZero());
			}
		}
	}

}
