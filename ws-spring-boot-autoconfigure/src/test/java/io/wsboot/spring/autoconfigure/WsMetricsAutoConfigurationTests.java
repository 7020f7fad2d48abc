package io.wsboot.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.spring.endpoint.HandshakeObserver.ObservedHandshake;
import io.wsboot.spring.metrics.WsMetrics;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.transport.TransportListener;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Meters when there is a registry, and nothing when there is none.
 */
class WsMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsMetricsAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("echo", EchoEndpoint.class);

	private final ApplicationContextRunner withRegistry = this.runner.withBean(SimpleMeterRegistry.class);

	@Test
	void whenThereIsNoRegistryThenNothingIsObserved() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(WsMetrics.class);
			assertThat(listener(context)).isNull();
		});
	}

	@Test
	void whenMicrometerIsMissingThenListenerStartsWithoutMeters() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsMetrics"));
	}

	@Test
	void whenThereIsARegistryThenMetersAreZeroAtStart() {
		this.withRegistry.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("ws.sessions.active").tag("endpoint", "/echo").gauge().value()).isZero();
			assertThat(messages(registry, "received")).isZero();
			assertThat(listener(context)).isNotNull();
		});
	}

	@Test
	void whenBootMakesTheRegistryThenMetersAreThere() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("ws.sessions.active").gauge())
				.isNotNull());
	}

	@Test
	void whenUserHasMetricsThenTheyAreUsed() {
		WsMetrics mine = new WsMetrics(new SimpleMeterRegistry());
		this.withRegistry.withBean("mine", WsMetrics.class, () -> mine)
			.run((context) -> assertThat(context).getBean(WsMetrics.class).isSameAs(mine));
	}

	@Test
	void whenUserObservesHandshakesThenNobodyElseTimesThem() {
		List<String> endpoints = new CopyOnWriteArrayList<>();
		HandshakeObserver mine = (request, endpoint) -> {
			endpoints.add(String.valueOf(endpoint));
			return ObservedHandshake.UNOBSERVED;
		};
		this.withRegistry.withBean(HandshakeObserver.class, () -> mine).run((context) -> {
			int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
			TestPeer.connect(port, "/echo");
			assertThatThrownBy(() -> TestPeer.connect(port, "/nowhere")).hasStackTraceContaining("WebSocketHandshake");
			assertThat(endpoints).containsExactly("/echo", "null");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("ws.handshakes").timers()).allMatch((timer) -> timer.count() == 0);
			assertThat(registry.get("ws.handshakes.refused").tag("status", "404").functionCounter().count())
				.isEqualTo(1);
		});
	}

	@Test
	void whenServerIsDisabledThenThereIsNothingToObserve() {
		this.withRegistry.withPropertyValues("ws.server.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty();
		});
	}

	@Test
	void whenALimitIsReachedThenItsMeterMoves() {
		this.withRegistry
			.withPropertyValues("ws.limits.messages-per-second=1", "ws.limits.max-connections-per-ip=1",
					"ws.heartbeat.interval=0")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(rejected(registry, "messages-per-second")).isZero();
				assertThat(rejected(registry, "max-connections-per-ip")).isZero();
				int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
				TestPeer peer = TestPeer.connect(port, "/echo");
				assertThatThrownBy(() -> TestPeer.connect(port, "/echo")).hasStackTraceContaining("WebSocketHandshake");
				assertThat(rejected(registry, "max-connections-per-ip")).isEqualTo(1);
				peer.send("one");
				peer.send("too much");
				await().untilAsserted(() -> assertThat(rejected(registry, "messages-per-second")).isEqualTo(1));
			});
	}

	private static double rejected(MeterRegistry registry, String limit) {
		return registry.get("ws.limits.rejected").tag("limit", limit).functionCounter().count();
	}

	@Test
	void whenASessionTalksThenItsMetersMove() {
		this.withRegistry.withPropertyValues("ws.heartbeat.interval=1s").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			TestPeer peer = TestPeer
				.connect(context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class), "/echo");
			peer.send("grüße");
			peer.receives("grüße");
			assertThat(registry.get("ws.sessions.active").gauge().value()).isEqualTo(1);
			await().untilAsserted(() -> assertMoved(registry));
			peer.close(4321);
			await().untilAsserted(() -> assertClosed(registry));
		});
	}

	private static void assertMoved(MeterRegistry registry) {
		assertThat(registry.get("ws.handshakes").tags("endpoint", "/echo", "outcome", "SUCCESS").timer().count())
			.isEqualTo(1);
		assertThat(registry.get("ws.eventloop.sessions").gauges().stream().mapToDouble(Gauge::value).sum())
			.isEqualTo(1);
		assertThat(registry.get("ws.eventloop.lag").timeGauges().stream().mapToDouble(Gauge::value).max().getAsDouble())
			.isPositive();
		assertThat(messages(registry, "received")).isEqualTo(1);
		assertThat(messages(registry, "sent")).isEqualTo(1);
		assertThat(text(registry, "ws.bytes", "received")).isEqualTo(7);
		assertThat(text(registry, "ws.bytes", "sent")).isEqualTo(7);
		assertThat(registry.get("ws.heartbeat.rtt").timer().count()).isPositive();
		FunctionTimer handler = registry.get("ws.handler").functionTimer();
		assertThat(handler.count()).isEqualTo(1);
		assertThat(handler.totalTime(handler.baseTimeUnit())).isPositive();
	}

	private static void assertClosed(MeterRegistry registry) {
		assertThat(registry.get("ws.session.duration").timer().totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(registry.get("ws.sessions.active").gauge().value()).isZero();
		assertThat(registry.get("ws.closes").tags("code", "4xxx", "initiator", "peer").functionCounter().count())
			.isEqualTo(1);
		assertThat(registry.get("ws.closes").functionCounters().stream().mapToDouble(FunctionCounter::count).sum())
			.isEqualTo(1);
	}

	private static double messages(MeterRegistry registry, String direction) {
		return text(registry, "ws.messages", direction);
	}

	private static double text(MeterRegistry registry, String name, String direction) {
		return registry.get(name)
			.tags("endpoint", "/echo", "direction", direction, "type", "text")
			.functionCounter()
			.count();
	}

	private static TransportListener listener(AssertableApplicationContext context) {
		return context.getBean(EndpointRuntime.class)
			.listener(context.getBean(EndpointRegistry.class).endpoints().get(0));
	}

}
