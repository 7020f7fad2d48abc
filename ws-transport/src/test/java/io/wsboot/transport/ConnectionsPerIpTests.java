package io.wsboot.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.http.HttpFields;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * So many connections of one address.
 */
class ConnectionsPerIpTests {

	private static final int CHURN = 300;

	private static TransportOptions limited(int max) {
		return TestServer.OPTIONS.withConnectionLimits(ConnectionLimits.NONE.withMaxPerIp(max));
	}

	@Test
	void exactlyTheLimitIsServedAndOneMoreIsRefusedUntilOneLeaves() throws Exception {
		try (TestServer server = TestServer.start(limited(2), new TestServer.Echo(), null);
				RawPeer first = RawPeer.open(server.port());
				RawPeer second = RawPeer.open(server.port())) {
			try (RawPeer third = RawPeer.connect(server.port())) {
				RawPeer.Head answer = third.expectRefusal();
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.fields()).containsKey("retry-after");
			}
			assertThat(server.counts().limits).containsExactly(Limit.CONNECTIONS_PER_IP);
			assertThat(server.counts().refused).hasValue(1);
			assertThat(server.counts().opened).hasValue(2);
			second.sendText("unharmed");
			second.expectText("unharmed");
			first.close();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			RawPeer.open(server.port()).close();
		}
	}

	@Test
	void aConnectionWithoutAnyRequestCountsToo() throws Exception {
		try (TestServer server = TestServer.start(limited(1), new Recorder(), null);
				RawPeer silent = RawPeer.connect(server.port())) {
			eventually().untilAsserted(() -> assertThat(server.counts().opened).hasValue(1));
			try (RawPeer second = RawPeer.connect(server.port())) {
				assertThat(second.expectRefusal().status()).isEqualTo(503);
			}
		}
	}

	@Test
	void whoIsRefusedTakesNoPlaceOfAllEither() throws Exception {
		TransportOptions options = TestServer.OPTIONS.withConnectionLimits(new ConnectionLimits(2, 1, 0));
		try (TestServer server = TestServer.start(options, new Recorder(), null);
				RawPeer first = RawPeer.open(server.port())) {
			for (int i = 1; i <= 5; i++) {
				try (RawPeer next = RawPeer.connect(server.port())) {
					assertThat(next.expectRefusal().status()).isEqualTo(503);
				}
			}
			assertThat(server.counts().limits).hasSize(5).containsOnly(Limit.CONNECTIONS_PER_IP);
			first.sendClose(1000);
			first.expectClose(1000, "");
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere 127.0.0.2 is no address of the machine")
	void everyAddressHasItsOwn() throws Exception {
		try (TestServer server = TestServer.start(limited(1), new Recorder(), null);
				RawPeer one = RawPeer.open(server.port());
				RawPeer other = from("127.0.0.2", server.port())) {
			other.send(RawPeer.UPGRADE);
			other.expectUpgrade();
			assertThat(server.server().addresses().size()).isEqualTo(2);
			try (RawPeer another = from("127.0.0.2", server.port())) {
				assertThat(another.expectRefusal().status()).isEqualTo(503);
			}
			one.sendClose(1000);
			one.expectClose(1000, "");
		}
	}

	@Test
	void everyWayOutGivesThePlaceBack() throws Exception {
		Timeouts defaults = Timeouts.DEFAULTS;
		TransportOptions options = limited(8)
			.withTimeouts(new Timeouts(Duration.ofMillis(200), defaults.message(), defaults.write(), defaults.close()));
		try (TestServer server = TestServer.start(options,
				(request) -> CompletableFuture.completedStage(
						request.path().equals("/no") ? new UpgradeDecision.Refuse(403, "No.", HttpFields.EMPTY)
								: UpgradeDecision.accept(new Recorder())))) {
			for (int i = 0; i < CHURN; i++) {
				int before = i;
				eventually().untilAsserted(() -> assertThat(before - server.counts().closed.get()).isLessThan(8));
				churn(server, i);
			}
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(CHURN));
			assertThat(server.counts().refused).hasValue(0);
			assertThat(server.server().addresses().size()).isZero();
		}
	}

	/** Those that are left open end at the deadline of the handshake. */
	private static void churn(TestServer server, int i) throws IOException {
		RawPeer peer = RawPeer.connect(server.port());
		switch (i % 7) {
			case 0 -> peer.send("nonsense\r\n\r\n");
			case 1 -> peer.send(RawPeer.UPGRADE);
			case 2 -> peer.send(RawPeer.upgrade("/no"));
			case 3 -> peer.send("GET / HT");
			case 4 -> peer.sendHex("1603010200");
			case 5 -> peer.send(RawPeer.UPGRADE + "\u0081\u0005hello");
			default -> peer.send("");
		}
		if (i % 7 == 3 && i % 2 == 0) {
			return;
		}
		if (i % 2 == 0) {
			peer.close();
		}
		else {
			peer.reset();
		}
	}

	@Test
	void aTlsHandshakeThatFailsGivesThePlaceBack() throws Exception {
		try (TestServer server = TestServer.start(limited(1), new Recorder(), null,
				ServerTls.of(Certificates.server("server")))) {
			for (int i = 1; i <= 20; i++) {
				try (RawPeer peer = RawPeer.connect(server.port())) {
					peer.send("GET / HTTP/1.1\r\n\r\n");
					peer.readToTheEnd();
				}
				int ended = i;
				eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(ended));
			}
			assertThat(server.counts().tlsHandshakesFailed).hasValue(20);
			assertThat(server.counts().refused).hasValue(0);
			assertThat(server.server().addresses().size()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.1, true", "10.0.0.1, 10.0.0.2, false", "::ffff:10.0.0.1, 10.0.0.1, true",
			"2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true", "2001:db8:1:2::1, 2001:db8:1:3::1, false",
			"::1, 127.0.0.1, false", "fe80::1, fe80::2, false", "fe80::1, fe80::1, true", "::, 0.0.0.0, false",
			"255.255.255.255, 255.255.255.255, true" })
	void anAddressCountsAsItsNetwork(String one, String other, boolean same) throws Exception {
		long first = ConnectionPlace.network(InetAddress.getByName(one));
		long second = ConnectionPlace.network(InetAddress.getByName(other));
		assertThat(first == second).isEqualTo(same);
	}

	@Test
	void anIpv4AddressInIpv6FormCountsAsWhatItIs() throws Exception {
		byte[] mapped = new byte[16];
		mapped[10] = (byte) 0xFF;
		mapped[11] = (byte) 0xFF;
		mapped[12] = 10;
		mapped[15] = 1;
		// only this way the JDK leaves the form as it is
		InetAddress address = Inet6Address.getByAddress(null, mapped, -1);
		assertThat(address).isInstanceOf(Inet6Address.class);
		assertThat(ConnectionPlace.network(address))
			.isEqualTo(ConnectionPlace.network(InetAddress.getByName("10.0.0.1")));
	}

	@Test
	void whatDoesNotComeOverIpIsNotCounted() throws Exception {
		try (TestServer server = TestServer.start(limited(1), new Recorder(), null)) {
			ServerContext context = new ServerContext(
					new TransportContext(limited(1), TransportListener.NONE, new Topics(), server.server().sessions()),
					(request) -> new CompletableFuture<>(), (request) -> UpgradeDecision.refuse(404, "No."));
			for (SocketAddress address : new SocketAddress[] { UnixDomainSocketAddress.of("/a"),
					InetSocketAddress.createUnresolved("nowhere.example", 1) }) {
				assertThat(new ConnectionPlace(context).takeFor(address)).isNull();
			}
			assertThat(context.addresses().size()).isZero();
		}
	}

	@Test
	void anAddressThatIsKnownLaterIsCountedLater() throws Exception {
		try (TestServer server = TestServer.start(limited(1), new Recorder(), null)) {
			ServerContext context = new ServerContext(
					new TransportContext(limited(1), TransportListener.NONE, new Topics(), server.server().sessions()),
					(request) -> new CompletableFuture<>(), (request) -> UpgradeDecision.refuse(404, "No."));
			ConnectionPlace first = new ConnectionPlace(context);
			ConnectionPlace second = new ConnectionPlace(context);
			assertThat(first.take()).isNull();
			assertThat(second.take()).isNull();
			SocketAddress client = new InetSocketAddress("192.0.2.1", 1);
			assertThat(first.takeFor(client)).isNull();
			assertThat(second.takeFor(client)).isEqualTo(Limit.CONNECTIONS_PER_IP);
			first.run();
			first.run();
			second.run();
			assertThat(context.addresses().size()).isZero();
			assertThat(new ConnectionPlace(context).takeFor(client)).isNull();
		}
	}

	@Test
	void behindAProxyTheClientsAddressCounts() throws Exception {
		TestServer.Counts counts = new TestServer.Counts();
		try (WsServer server = WsServer.builder()
			.listen(ListenOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
				.withProxyProtocol(ProxyProtocol.trusting("127.0.0.1")))
			.options(limited(1))
			.listener(counts)
			.upgradeHandler(
					(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo())))
			.build()) {
			server.start();
			try (RawPeer one = introduced("192.0.2.1", server.port());
					RawPeer other = introduced("192.0.2.2", server.port())) {
				one.send(RawPeer.UPGRADE);
				one.expectUpgrade();
				other.send(RawPeer.UPGRADE);
				other.expectUpgrade();
				try (RawPeer again = introduced("192.0.2.1", server.port())) {
					assertThat(again.expectRefusal().status()).isEqualTo(503);
				}
				assertThat(counts.limits).containsExactly(Limit.CONNECTIONS_PER_IP);
			}
			eventually().untilAsserted(() -> assertThat(server.addresses().size()).isZero());
			assertThat(counts.closed).hasValue(counts.opened.get());
		}
	}

	/** The connection of a proxy that says for whom it is. */
	private static RawPeer introduced(String client, int port) throws IOException {
		RawPeer peer = RawPeer.connect(port);
		peer.send("PROXY TCP4 " + client + " 127.0.0.1 4711 80\r\n");
		return peer;
	}

	private static RawPeer from(String address, int port) throws IOException {
		return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0), true);
	}

}
