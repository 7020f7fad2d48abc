package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A server behind a proxy that speaks the PROXY protocol, over real sockets.
 */
@Timeout(60)
class ProxyProtocolTests {

	private static final SocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 56324);

	private final TestServer.Counts counts = new TestServer.Counts();

	private final CompletableFuture<SocketAddress> seen = new CompletableFuture<>();

	private WsServer start(ListenOptions options) throws IOException {
		return start(options, TestServer.OPTIONS);
	}

	private WsServer start(ListenOptions options, TransportOptions transport) throws IOException {
		WsServer server = WsServer.builder()
			.listen(options)
			.options(transport)
			.listener(this.counts)
			.upgradeHandler((request) -> {
				this.seen.complete(request.peerAddress());
				return CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo()));
			})
			.build();
		server.start();
		return server;
	}

	private static ListenOptions behind(String proxy, @Nullable ServerTls tls) {
		return ListenOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withTls(tls)
			.withProxyProtocol(ProxyProtocol.trusting(proxy));
	}

	private static byte[] header(int version) {
		return (version == 1) ? ProxyHeaders.V1 : ProxyHeaders.v2WithChecksum();
	}

	private static void echo(RawPeer peer) throws IOException {
		peer.sendText("here");
		peer.expectText("here");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void theClientIsTheOneInTheHeader(int version) throws Exception {
		try (WsServer server = start(behind("127.0.0.0/8", null)); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(new String(header(version), StandardCharsets.ISO_8859_1) + RawPeer.UPGRADE);
			peer.expectUpgrade();
			echo(peer);
			assertThat(this.seen.get(10, TimeUnit.SECONDS)).isEqualTo(CLIENT);
			server.sessions()
				.forEach((session) -> assertThat(session.peerAddress()).isEqualTo(CLIENT))
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void aHeaderMayComeByteByByte(int version) throws Exception {
		try (WsServer server = start(behind("127.0.0.1", null)); RawPeer peer = RawPeer.connect(server.port())) {
			for (byte next : header(version)) {
				peer.send(new byte[] { next });
			}
			peer.send(RawPeer.UPGRADE);
			peer.expectUpgrade();
			echo(peer);
			assertThat(this.seen.get(10, TimeUnit.SECONDS)).isEqualTo(CLIENT);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void tlsBeginsBehindTheHeader(int version) throws Exception {
		// a client that is new to TLS loads a thousand classes before it says hello
		ServerTls tls = ServerTls.of(Certificates.server("server")).withHandshakeTimeout(Duration.ofMinutes(1));
		try (WsServer server = start(behind("127.0.0.1", tls))) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
			socket.getOutputStream().write(header(version));
			try (TlsPeer peer = TlsPeer.open(socket, "TLSv1.3")) {
				peer.send(peer.text("here"));
				peer.expectText("here");
			}
			assertThat(this.seen.get(10, TimeUnit.SECONDS)).isEqualTo(CLIENT);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PROXY UNKNOWN\r\n", "\r\n\r\n\u0000\r\nQUIT\n\u0020\u0000\u0000\u0000" })
	void aConnectionOfTheProxysOwnHasItsAddress(String header) throws Exception {
		try (WsServer server = start(behind("127.0.0.1", null)); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(header + RawPeer.UPGRADE);
			peer.expectUpgrade();
			assertThat(this.seen.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(InetSocketAddress.class,
					(address) -> assertThat(address.getAddress()).isEqualTo(InetAddress.getLoopbackAddress()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\n", "PROXY NONSENSE\r\n", "\u0016\u0003\u0001" })
	void aTrustedPeerWithoutAHeaderIsCutOff(String instead) throws Exception {
		try (WsServer server = start(behind("127.0.0.1", null)); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(instead);
			peer.readToTheEnd();
			eventually().untilAsserted(() -> assertThat(this.counts.closed).hasValue(1));
			assertThat(this.seen).isNotDone();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void anUntrustedPeerThatSendsAHeaderIsRefused(int version) throws Exception {
		try (WsServer server = start(behind("192.0.2.0/24", null)); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(new String(header(version), StandardCharsets.ISO_8859_1) + RawPeer.UPGRADE);
			assertThat(peer.expectRefusal().status()).isEqualTo(400);
			assertThat(this.seen).isNotDone();
		}
	}

	@Test
	void anUntrustedPeerThatSendsAHeaderIsNoTlsClient() throws Exception {
		ServerTls tls = ServerTls.of(Certificates.server("server"));
		try (WsServer server = start(behind("192.0.2.0/24", tls)); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(ProxyHeaders.V1);
			peer.readToTheEnd();
			eventually().untilAsserted(() -> assertThat(this.counts.tlsHandshakesFailed).hasValue(1));
		}
	}

	@Test
	void anUntrustedPeerWithoutAHeaderIsAClient() throws Exception {
		try (WsServer server = start(behind("192.0.2.0/24", null)); RawPeer peer = RawPeer.open(server.port())) {
			echo(peer);
			assertThat(this.seen.get(10, TimeUnit.SECONDS)).isNotEqualTo(CLIENT);
		}
	}

	@Test
	void aHeaderHasItsTime() throws Exception {
		ListenOptions options = behind("127.0.0.1", null);
		try (WsServer server = start(
				options.withProxyProtocol(ProxyProtocol.trusting("127.0.0.1").withTimeout(Duration.ofMillis(100))));
				RawPeer silent = RawPeer.connect(server.port());
				RawPeer slow = RawPeer.connect(server.port())) {
			slow.send("PROXY TCP4");
			silent.readToTheEnd();
			slow.readToTheEnd();
			eventually().untilAsserted(() -> assertThat(this.counts.closed).hasValue(2));
		}
	}

	@Test
	void whoIsHeardHasAPlaceAndGivesItBack() throws Exception {
		try (WsServer server = start(behind("127.0.0.1", null), TestServer.OPTIONS.withMaxConnections(2))) {
			for (int i = 0; i < 20; i++) {
				int opened = i;
				eventually().untilAsserted(() -> assertThat(opened - this.counts.closed.get()).isLessThan(2));
				RawPeer peer = RawPeer.connect(server.port());
				switch (i % 4) {
					case 0 -> peer.send("nonsense");
					case 1 -> peer.send(ProxyHeaders.V1);
					case 2 -> peer.send("PROXY TCP");
					default -> peer.send(ProxyHeaders.v2WithChecksum());
				}
				peer.reset();
			}
			eventually().untilAsserted(() -> assertThat(this.counts.closed).hasValue(20));
			assertThat(this.counts.refused).hasValue(0);
			RawPeer one = RawPeer.connect(server.port());
			RawPeer two = RawPeer.connect(server.port());
			eventually().untilAsserted(() -> assertThat(this.counts.opened).hasValue(22));
			try (RawPeer third = RawPeer.connect(server.port())) {
				third.send(ProxyHeaders.V1);
				assertThat(third.expectRefusal().status()).isEqualTo(503);
			}
			one.close();
			two.close();
		}
	}

	@Test
	void theLimitForAnAddressCountsTheClient() throws Exception {
		TransportOptions options = TestServer.OPTIONS.withConnectionLimits(new ConnectionLimits(0, 1, 0));
		try (WsServer server = start(behind("127.0.0.1", null), options);
				RawPeer first = RawPeer.connect(server.port());
				RawPeer second = RawPeer.connect(server.port());
				RawPeer other = RawPeer.connect(server.port())) {
			first.send(new String(ProxyHeaders.V1, StandardCharsets.ISO_8859_1) + RawPeer.UPGRADE);
			first.expectUpgrade();
			second.send(ProxyHeaders.V1);
			assertThat(second.expectRefusal().status()).isEqualTo(503);
			other.send("PROXY TCP4 192.0.2.8 198.51.100.1 1 2\r\n" + RawPeer.UPGRADE);
			other.expectUpgrade();
			eventually().untilAsserted(() -> assertThat(this.counts.closed).hasValue(1));
			first.close();
			eventually().untilAsserted(() -> assertThat(this.counts.closed).hasValue(2));
			try (RawPeer next = RawPeer.connect(server.port())) {
				next.send(new String(ProxyHeaders.V1, StandardCharsets.ISO_8859_1) + RawPeer.UPGRADE);
				next.expectUpgrade();
			}
		}
	}

	@Test
	void atTheEndNobodyWaitsForAHeader() throws Exception {
		WsServer server = start(behind("127.0.0.1", null));
		try (RawPeer peer = RawPeer.connect(server.port())) {
			peer.send("PROXY");
			eventually().untilAsserted(() -> assertThat(this.counts.opened).hasValue(1));
			CompletableFuture.runAsync(() -> server.close(Duration.ofMinutes(1))).get(10, TimeUnit.SECONDS);
			peer.readToTheEnd();
			assertThat(this.counts.closed).hasValue(1);
		}
	}

	@Test
	void whoReachesAUnixDomainSocketIsTrusted(@TempDir Path directory) throws Exception {
		UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("ws.sock"));
		try (WsServer server = start(ListenOptions.at(path).withProxyProtocol(ProxyProtocol.trusting("192.0.2.0/24")));
				SocketChannel peer = SocketChannel.open(path)) {
			peer.write(ByteBuffer.wrap(ProxyHeaders.v2("")));
			peer.write(StandardCharsets.ISO_8859_1.encode(RawPeer.UPGRADE));
			assertThat(this.seen.get(10, TimeUnit.SECONDS)).isEqualTo(CLIENT);
			assertThat(server.port()).isEqualTo(-1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "10.0.0.256",
			"::1/129", "fd00::x/8", "*", "10.0.0.0/8/8" })
	void whatIsNoRangeIsRefused(String range) {
		assertThatIllegalArgumentException().isThrownBy(() -> ProxyProtocol.trusting("127.0.0.1", range))
			.withMessageStartingWith("'" + range + "' is no range of addresses");
	}

	@Test
	void somebodyMustBeTrustedAndHaveTime() {
		assertThatIllegalArgumentException().isThrownBy(ProxyProtocol::trusting)
			.withMessageStartingWith("trusted must name the proxies");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ProxyProtocol.trusting("127.0.0.1").withTimeout(Duration.ZERO))
			.withMessageStartingWith("PROXY header timeout must be positive");
	}

}
