package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A server that sends a share of its sessions away.
 */
@Timeout(120)
class ShedTests {

	private final List<RawPeer> peers = new ArrayList<>();

	@AfterEach
	void closePeers() throws Exception {
		for (RawPeer peer : this.peers) {
			peer.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "21, 10, 2", "21, 50, 11", "3, 33, 1", "7, 100, 7", "1, 40, 0", "0, 50, 0" })
	void theShareIsThatOfAllLoopsTogether(int sessions, int percent, int leaving) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(3), new TestServer.Echo(), null)) {
			open(server, sessions);
			assertThat(shed(server, percent, Duration.ZERO).get(10, TimeUnit.SECONDS)).isEqualTo(leaving);
			assertThat(sentAway(server)).hasSize(leaving);
		}
	}

	@Test
	void whoeverLeavesIsToldWhenToComeBackAndTheOthersStay() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null)) {
			open(server, 10);
			shed(server, 50, Duration.ofMillis(100)).get(10, TimeUnit.SECONDS);
			List<RawPeer> leaving = sentAway(server);
			assertThat(leaving).hasSize(5);
			for (RawPeer peer : leaving) {
				peer.expectSentAway("shed");
				peer.sendClose(1001);
				peer.expectEnd();
			}
			eventually().untilAsserted(() -> assertThat(server.server().sessions().size()).isEqualTo(5));
			for (RawPeer peer : this.peers) {
				if (!leaving.contains(peer)) {
					peer.sendText("still here");
					peer.expectText("still here");
				}
			}
			open(server, 1);
		}
	}

	@Test
	void theClosesAreSpreadOverTheWindow() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS.withEventLoops(1), new TestServer.Echo(), null)) {
			open(server, 10);
			CompletableFuture<Integer> shed = shed(server, 100, Duration.ofMinutes(10));
			// nobody yet, or the first
			assertThat(sentAway(server)).hasSizeLessThan(2);
			assertThat(shed).isNotDone();
		}
	}

	@Test
	void whenTheServerIsClosedThenItIsOver() throws Exception {
		TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null);
		open(server, 4);
		CompletableFuture<Integer> shed = shed(server, 50, Duration.ofMinutes(10));
		server.close();
		assertThat(shed.get(10, TimeUnit.SECONDS)).isZero();
		assertThat(shed(server, 50, Duration.ZERO).get(10, TimeUnit.SECONDS)).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 101 })
	void aShareThatIsNoneIsRefused(int percent) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null)) {
			assertThatIllegalArgumentException().isThrownBy(() -> server.server().shed(percent, Duration.ZERO))
				.withMessage("A share must be from 1 to 100 percent, not " + percent);
		}
	}

	@Test
	void aWindowThatIsNoneIsRefusedAndTheServerGoesOn() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null)) {
			Duration negative = Duration.ofMillis(-1);
			assertThatIllegalArgumentException().isThrownBy(() -> server.server().shed(50, negative))
				.withMessageStartingWith("window must not be negative");
			assertThatIllegalArgumentException().isThrownBy(() -> server.server().drain(negative, Duration.ZERO))
				.withMessageStartingWith("window must not be negative");
			assertThatIllegalArgumentException().isThrownBy(() -> server.server().drain(Duration.ZERO, negative))
				.withMessageStartingWith("grace period must not be negative");
			open(server, 1);
		}
	}

	@Test
	void whoRefusesUpgradesKeepsItsSessions() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null)) {
			open(server, 1);
			server.server().refuseUpgrades();
			try (RawPeer late = RawPeer.connect(server.port())) {
				late.send(RawPeer.UPGRADE);
				assertThat(late.expectRefusal().fields()).containsKey("retry-after");
			}
			this.peers.get(0).sendText("still here");
			this.peers.get(0).expectText("still here");
		}
	}

	private void open(TestServer server, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			this.peers.add(RawPeer.open(server.port()));
		}
	}

	private static CompletableFuture<Integer> shed(TestServer server, int percent, Duration window) {
		return server.server().shed(percent, window).toCompletableFuture();
	}

	/** Peers whose sessions are closing, in any order. */
	private List<RawPeer> sentAway(TestServer server) throws Exception {
		List<Integer> ports = new ArrayList<>();
		server.server().sessions().forEach((session) -> {
			if (!session.isOpen()) {
				synchronized (ports) {
					ports.add(((InetSocketAddress) session.peerAddress()).getPort());
				}
			}
		}).toCompletableFuture().get(10, TimeUnit.SECONDS);
		return this.peers.stream().filter((peer) -> ports.contains(peer.localPort())).toList();
	}

}
