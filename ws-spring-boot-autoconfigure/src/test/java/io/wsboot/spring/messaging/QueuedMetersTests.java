package io.wsboot.spring.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.autoconfigure.WsMetricsAutoConfiguration;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How much waits for a peer that has stopped reading, as the meters show it.
 */
class QueuedMetersTests {

	private static final int SIZE = 4096;

	private static final int COUNT = 4000;

	private final ApplicationContextRunner application = MessagingServer.with(Listener.class)
		.withConfiguration(AutoConfigurations.of(WsMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("ws.outbound.high-water-mark=64MB", "ws.outbound.memory-budget=64MB",
				"ws.server.send-buffer-size=64KB", "ws.limits.write-timeout=10m", "ws.heartbeat.interval=0s");

	@Test
	void whatWaitsIsCountedWhileItWaits() {
		this.application.run((context) -> {
			assertThat(queued(context, "messages")).isZero();
			assertThat(queued(context, "bytes")).isZero();
			countWhatWaits(context);
		});
	}

	@Test
	void aListenerThatWasStartedAgainIsCounted() {
		this.application.run((context) -> {
			WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
			lifecycle.stop();
			assertThat(queued(context, "bytes")).as("of a listener that does not run").isZero();
			lifecycle.start();
			countWhatWaits(context);
		});
	}

	private static void countWhatWaits(ApplicationContext context) throws Exception {
		try (StoppedReader reader = new StoppedReader(MessagingServer.port(context), "/listener")) {
			WsTopics topics = context.getBean(WsTopics.class);
			await().until(() -> topics.count("news") == 1);
			MessageTarget news = context.getBean(WsMessaging.class).toTopic("news");
			for (int i = 0; i < COUNT; i++) {
				news.send(new byte[SIZE]);
			}
			await().until(() -> queued(context, "messages") > 100);
			assertThat(queued(context, "messages")).isLessThan(COUNT);
			assertThat(queued(context, "bytes")).isBetween(100.0 * SIZE, COUNT * (SIZE + 200.0));
		}
		await().until(() -> queued(context, "messages") + queued(context, "bytes") == 0);
	}

	private static double queued(ApplicationContext context, String what) {
		return context.getBean(MeterRegistry.class).get("ws.outbound.queued." + what).gauge().value();
	}

	@WsEndpoint("/listener")
	static class Listener {

		@OnOpen
		void open(WsSession session) {
			session.join("news");
		}

	}

}
