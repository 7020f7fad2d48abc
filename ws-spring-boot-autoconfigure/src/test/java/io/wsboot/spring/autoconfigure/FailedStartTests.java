package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.spring.server.WsServerStartedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * An application that does not start leaves nothing behind of its listener: neither port
 * nor thread.
 */
class FailedStartTests {

	private final LocalThreads threads = new LocalThreads();

	private final AtomicInteger port = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(classes = { FailingLifecycle.class, FailingStartedListener.class, FailingRefreshedListener.class,
			FailingRunner.class })
	void whenSomethingFailsAfterTheListenerHasStartedThenPortAndThreadsAreGivenBack(Class<?> failing)
			throws IOException {
		start(0, failing);
		assertThat(this.port.get()).as("the port that the listener had").isPositive();
		new ServerSocket(this.port.get(), 1, InetAddress.getLoopbackAddress()).close();
		assertNoThreadIsLeft();
	}

	@Test
	void whenThePortIsTakenThenThreadsAreGivenBack() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			start(taken.getLocalPort(), Working.class);
		}
		assertThat(this.port.get()).isZero();
		assertNoThreadIsLeft();
	}

	private void start(int wanted, Class<?> configuration) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Working.class, configuration)
			.web(WebApplicationType.NONE)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=" + wanted)
			.listeners((ApplicationListener<WsServerStartedEvent>) (event) -> this.port.set(event.port()));
		assertThatException().isThrownBy(application::run);
	}

	private void assertNoThreadIsLeft() {
		await().untilAsserted(() -> assertThat(this.threads.alive()).isEmpty());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	@Import(EchoEndpoint.class)
	static class Working {

	}

	static class FailingLifecycle implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("expected");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return WsServerLifecycle.PHASE + 1;
		}

	}

	static class FailingStartedListener {

		@EventListener(WsServerStartedEvent.class)
		void started() {
			throw new IllegalStateException("expected");
		}

	}

	static class FailingRefreshedListener {

		@EventListener(ContextRefreshedEvent.class)
		void refreshed() {
			throw new IllegalStateException("expected");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingRunner {

		@Bean
		ApplicationRunner runner() {
			return (arguments) -> {
				throw new IllegalStateException("expected");
			};
		}

	}

}
