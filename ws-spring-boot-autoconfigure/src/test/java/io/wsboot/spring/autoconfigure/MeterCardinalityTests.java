package io.wsboot.spring.autoconfigure;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.EndpointUpgradeHandler;
import io.wsboot.spring.endpoint.WsHandshake;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.UpgradeDecision.Accept;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Whatever peers send, there are as many series as there were at the start.
 */
class MeterCardinalityTests {

	private static final int MANY = 10_000;

	private static final int CODES = 2_000;

	private static final WsSession SESSION = mock(WsSession.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsMetricsAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s",
				"ws.metrics.message-size=true", "ws.metrics.close-codes=4000")
		.withBean(SimpleMeterRegistry.class)
		.withBean(WsHandshakeInterceptor.class, () -> MeterCardinalityTests::nameTheUser)
		.withBean("rooms", RoomEndpoint.class);

	@Test
	void neitherUrisNorUsersNorSessionsNorCloseCodesMakeSeries() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			EndpointUpgradeHandler upgrades = context.getBean(EndpointUpgradeHandler.class);
			int before = registry.getMeters().size();
			for (int i = 0; i < MANY; i++) {
				Accept decision = (Accept) decide(upgrades, "/rooms/room-" + i, "user-" + i);
				live(decision, 3000 + i % CODES);
				assertThat(decide(upgrades, "/nowhere/" + i, "user-" + i)).isInstanceOf(UpgradeDecision.Refuse.class);
			}
			assertThat(registry.getMeters()).hasSize(before);
			assertThat(registry.get("ws.session.duration").tag("endpoint", "/rooms/{room}").timer().count())
				.isEqualTo(MANY);
			assertThat(registry.get("ws.handshakes").tags("endpoint", "UNKNOWN").timer().count()).isEqualTo(MANY);
			assertThat(registry.get("ws.closes").tag("code", "4000").tag("initiator", "peer").functionCounter().count())
				.isEqualTo((double) MANY / CODES);
		});
	}

	@Test
	void requestsThatAreRefusedMakeNoSeries() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			EndpointUpgradeHandler upgrades = context.getBean(EndpointUpgradeHandler.class);
			int before = registry.getMeters().size();
			IntStream.range(0, MANY)
				.forEach((i) -> decide(upgrades, "/rooms/" + i + "?token=" + i, "refused-" + (400 + i % 200)));
			assertThat(registry.getMeters()).hasSize(before);
			assertThat(registry.get("ws.handshakes").tags("outcome", "SERVER_ERROR").timer().count())
				.isEqualTo(MANY / 2);
		});
	}

	/** What a session tells its listener. */
	private static void live(Accept decision, int code) {
		decision.listener().sessionOpened(SESSION, 1);
		decision.listener().messageReceived(true, code);
		decision.listener().messageSent(false, code);
		decision.listener().sessionClosed(SESSION, new CloseStatus(code, "reason " + code), false, code);
	}

	private static UpgradeDecision decide(EndpointUpgradeHandler upgrades, String target, String user) {
		RequestHead head = new RequestHead("GET", target, 1,
				HttpFields.builder().add("Host", "localhost").add("X-User", user).build());
		InetSocketAddress here = new InetSocketAddress("127.0.0.1", 8090);
		try {
			return upgrades.upgrade(new HandshakeRequest(head, here, here, false, List.of()))
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static void nameTheUser(WsHandshake handshake) throws HandshakeException {
		String user = handshake.request().fields().get("X-User");
		if (user != null && user.startsWith("refused-")) {
			throw new HandshakeException(Integer.parseInt(user.substring("refused-".length())), "Not you.");
		}
		handshake.principal(() -> user);
	}

	@WsEndpoint("/rooms/{room}")
	static class RoomEndpoint {

		@OnMessage
		void message(String text) {
		}

	}

}
