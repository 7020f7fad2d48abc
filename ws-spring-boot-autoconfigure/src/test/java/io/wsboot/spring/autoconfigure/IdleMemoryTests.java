package io.wsboot.spring.autoconfigure;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a session of an endpoint costs while it is idle, before it has been used and
 * afterwards, with meters. The peers are in another process.
 */
class IdleMemoryTests {

	/** What it takes at present, and a little; with compressed oops. */
	private static final int MOST_HEAP = 1400;

	private static final int FIRST = 500;

	private static final int MORE = 2000;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsMetricsAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean(SimpleMeterRegistry.class)
		.withBean("idle", IdleEndpoint.class);

	@Test
	void anIdleSessionTakesLittleHeapBeforeAndAfterItIsUsed() {
		this.runner.run((context) -> {
			try (IdlePeers peers = IdlePeers.start(port(context))) {
				open(context, peers, FIRST);
				// what comes with the first ones, and is kept, does not count
				peers.echo();
				long before = heap();
				open(context, peers, MORE);
				assertThat((heap() - before) / MORE).as("before use").isLessThanOrEqualTo(MOST_HEAP);
				peers.echo();
				assertThat((heap() - before) / MORE).as("after use").isLessThanOrEqualTo(MOST_HEAP);
			}
		});
	}

	private static void open(AssertableApplicationContext context, IdlePeers peers, int count) throws Exception {
		double before = active(context);
		peers.open(count);
		await().until(() -> active(context) == before + count);
	}

	private static double active(AssertableApplicationContext context) {
		return context.getBean(MeterRegistry.class).get("ws.sessions.active").gauge().value();
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	/** The heap that is in use after everything that can be collected has been. */
	private static long heap() {
		for (int i = 0; i < 3; i++) {
			WeakReference<Object> garbage = new WeakReference<>(new Object());
			for (int tries = 0; garbage.get() != null && tries < 100; tries++) {
				System.gc();
			}
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@WsEndpoint("/idle")
	static class IdleEndpoint {

		@OnMessage
		String message(String text) {
			return text;
		}

	}

}
