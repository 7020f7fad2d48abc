package io.wsboot.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.spring.server.WsServerDrain;
import io.wsboot.spring.server.WsServerLifecycle;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * The health contributor {@code websocket}.
 */
class WsHealthAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsHealthAutoConfiguration.class, WsServerAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s");

	private final ApplicationContextRunner withEcho = this.runner.withBean("echo", EchoEndpoint.class);

	@Test
	void bootFindsTheAutoConfiguration() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(WsHealthAutoConfiguration.class.getName());
	}

	@Test
	void whenTheListenerServesThenItIsUpAndTellsWhereAndForHowMany() {
		this.withEcho.run((context) -> {
			int port = port(context);
			TestPeer peer = TestPeer.connect(port, "/echo");
			await().untilAsserted(() -> assertThat(health(context).getDetails()).containsEntry("sessions", 1));
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsOnly(entry("addresses", List.of("127.0.0.1:" + port)),
					entry("sessions", 1), entry("port", port));
			peer.close(1000);
		});
	}

	@Test
	void whenTheListenerDrainsThenItIsOutOfService() {
		this.withEcho.run((context) -> {
			context.getBean(WsServerDrain.class).drain().toCompletableFuture().get();
			assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health(context).getDetails()).containsEntry("reason", "draining").containsKey("addresses");
		});
	}

	@Test
	void whenTheListenerDoesNotRunThoughThereIsAnEndpointThenItIsDown() {
		this.withEcho.run((context) -> {
			WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
			lifecycle.stop();
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).containsOnly(entry("reason", "not-running"));
			lifecycle.start();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void whenThereIsNothingToServeThenNobodyKnows() {
		this.runner.run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health(context).getDetails()).containsOnly(entry("reason", "no-endpoint"));
		});
	}

	@Test
	void whenItIsSwitchedOffThenThereIsNone() {
		this.withEcho.withPropertyValues("management.health.websocket.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("websocketHealthIndicator"));
		this.withEcho.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("websocketHealthIndicator"));
	}

	@Test
	void whenTheServerIsDisabledThenThereIsNone() {
		this.withEcho.withPropertyValues("ws.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("websocketHealthIndicator"));
	}

	@Test
	void whenTheApplicationHasItsOwnThenThatIsUsed() {
		this.withEcho.withBean("websocketHealthContributor", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> {
				assertThat(context).doesNotHaveBean("websocketHealthIndicator");
				assertThat(health(context).getDetails()).isEmpty();
			});
	}

	@Test
	void whenBootsHealthModuleIsMissingThenTheListenerStartsWithout() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.withUserConfiguration(Found.class)
			.withPropertyValues("ws.server.port=0", "ws.server.shutdown.drain-window=0s")
			.withBean("echo", EchoEndpoint.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("websocketHealthIndicator");
				assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue();
			});
	}

	@Test
	void theAnswerDoesNotWaitForSessions() {
		this.withEcho.withPropertyValues("ws.server.shutdown.drain-window=1h").run((context) -> {
			TestPeer.connect(port(context), "/echo");
			WsServerLifecycle lifecycle = context.getBean(WsServerLifecycle.class);
			await().until(() -> lifecycle.server().sessions().size() == 1);
			context.getBean(WsServerDrain.class).drain();
			assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			lifecycle.server().close(Duration.ZERO);
		});
	}

	private static int port(ApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	private static Health health(ApplicationContext context) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(HealthContributorRegistry.class)
			.getContributor("websocket");
		assertThat(indicator).isNotNull();
		return indicator.health();
	}

	/**
	 * As Spring Boot finds it: what is missing is noticed before a class is looked at.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WsHealthAutoConfiguration.class, WsServerAutoConfiguration.class })
	static class Found {

	}

}
