package io.wsboot.conformance.autobahn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The suite connects to both ways of being a server.
 */
@Tag("conformance")
class ServersTests {

	private static final String ON_LOOP = "WsServer-event-loop";

	private static final String ON_EXECUTOR = "WsEndpoint-executor";

	@Test
	void everyCaseIsPassedByTheServers() throws Exception {
		Run run = Run.of("autobahn-servers.txt", ON_LOOP, ON_EXECUTOR);
		try (WsServer server = server(); ConfigurableApplicationContext application = application()) {
			Map<String, String> testees = new LinkedHashMap<>();
			testees.put(ON_LOOP, "ws://127.0.0.1:" + server.port() + "/");
			testees.put(ON_EXECUTOR, "ws://127.0.0.1:"
					+ application.getEnvironment().getRequiredProperty("local.ws.server.port") + "/echo");
			try (Autobahn autobahn = Autobahn.client(testees, run.patterns())) {
				autobahn.await(Duration.ofMinutes(40));
				run.verify(autobahn.results(), autobahn.reports());
			}
		}
	}

	private static WsServer server() throws IOException {
		WsServer server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.options(Patience.OPTIONS)
			.upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new EchoHandler())))
			.build();
		server.start();
		return server;
	}

	private static ConfigurableApplicationContext application() {
		return new SpringApplicationBuilder(EchoApplication.class)
			.properties("ws.server.port=0", "ws.server.address=127.0.0.1",
					"ws.endpoints.echo.limits.max-message-size=" + Patience.MAX_MESSAGE,
					"ws.endpoints.echo.limits.max-fragments=" + Patience.MAX_FRAGMENTS, "ws.heartbeat.interval=0",
					"ws.limits.message-timeout=" + Patience.TIMEOUT, "ws.limits.write-timeout=" + Patience.TIMEOUT,
					"spring.main.web-application-type=none", "spring.main.banner-mode=off")
			.run();
	}

}
