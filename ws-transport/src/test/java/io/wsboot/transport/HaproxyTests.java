package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The PROXY protocol as HAProxy speaks it, its health checks included.
 */
@ExtendWith(HaproxyTests.Present.class)
@Timeout(60)
class HaproxyTests {

	private static final String CONFIGURATION = """
			defaults
			    mode tcp
			    timeout connect 5s
			    timeout client 30s
			    timeout server 30s
			listen ws
			    bind 127.0.0.1:%d
			    server ws 127.0.0.1:%d %s
			""";

	@TempDir
	private Path directory;

	private Process process;

	private final TestServer.Counts counts = new TestServer.Counts();

	private final Queue<SocketAddress> seen = new ConcurrentLinkedQueue<>();

	@AfterEach
	void stop() throws Exception {
		this.process.destroy();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
	}

	private WsServer start(ServerTls tls) throws IOException {
		WsServer server = WsServer.builder()
			.listen(ListenOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
				.withTls(tls)
				.withProxyProtocol(ProxyProtocol.trusting("127.0.0.1")))
			.options(TestServer.OPTIONS)
			.listener(this.counts)
			.upgradeHandler((request) -> {
				this.seen.add(request.peerAddress());
				return CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo()));
			})
			.build();
		server.start();
		return server;
	}

	/** Puts HAProxy in front of a server. */
	private int startInFrontOf(WsServer server, String options) throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		Path configuration = this.directory.resolve("haproxy.cfg");
		Files.writeString(configuration, CONFIGURATION.formatted(port, server.port(), options));
		this.process = new ProcessBuilder(String.valueOf(Programs.find("haproxy")), "-db", "-f",
				configuration.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
		eventually().ignoreExceptions().untilAsserted(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
		return port;
	}

	@ParameterizedTest
	@ValueSource(strings = { "send-proxy", "send-proxy-v2", "send-proxy-v2 proxy-v2-options crc32c,unique-id" })
	void theClientIsTheOneInFrontOfTheProxy(String options) throws Exception {
		try (WsServer server = start(null)) {
			int port = startInFrontOf(server, options);
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			try (RawPeer peer = new RawPeer(socket, true)) {
				peer.send(RawPeer.UPGRADE);
				peer.expectUpgrade();
				peer.sendText("through");
				peer.expectText("through");
				assertThat(this.seen).containsExactly(socket.getLocalSocketAddress());
			}
		}
	}

	@Test
	void tlsPassesThroughBehindTheHeader() throws Exception {
		try (WsServer server = start(ServerTls.of(Certificates.server("server")))) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), startInFrontOf(server, "send-proxy-v2"));
			try (TlsPeer peer = TlsPeer.open(socket, "TLSv1.3")) {
				peer.send(peer.text("through"));
				peer.expectText("through");
				assertThat(this.seen).containsExactly(socket.getLocalSocketAddress());
			}
		}
	}

	@Test
	void healthChecksComeAndGo() throws Exception {
		try (WsServer server = start(null)) {
			int port = startInFrontOf(server, "send-proxy-v2 check inter 50ms");
			eventually().untilAsserted(() -> assertThat(this.counts.closed.get()).isGreaterThan(4));
			try (RawPeer peer = RawPeer.open(port)) {
				peer.sendText("through");
				peer.expectText("through");
			}
		}
	}

	/**
	 * Whether it is there.
	 */
	static final class Present implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return Programs.condition("haproxy");
		}

	}

}
