package io.wsboot.spring.autoconfigure;

import java.util.Set;

import io.wsboot.spring.actuate.RecentCloses;
import io.wsboot.spring.actuate.WebSocketsEndpoint;
import io.wsboot.spring.actuate.WebSocketsEndpointWebExtension;
import io.wsboot.spring.actuate.WebSocketsOverview;
import io.wsboot.spring.server.WsServerLifecycle;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When there is an actuator endpoint {@code websockets}.
 */
class WebSocketsEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=websockets";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
				WebSocketsEndpointAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("echo", EchoEndpoint.class);

	@Test
	void bootFindsTheAutoConfiguration() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(WebSocketsEndpointAutoConfiguration.class.getName());
	}

	@Test
	void whenItIsExposedOverHttpThenItIsThere() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(WebSocketsEndpoint.class)
				.hasSingleBean(WebSocketsEndpointWebExtension.class)
				.hasSingleBean(RecentCloses.class));
	}

	@Test
	void whenItIsExposedOverJmxOnlyThenItIsThereWithoutItsWebExtension() {
		this.runner
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=websockets")
			.run((context) -> assertThat(context).hasSingleBean(WebSocketsEndpoint.class)
				.doesNotHaveBean(WebSocketsEndpointWebExtension.class));
	}

	@Test
	void whenItIsNotExposedThenNothingIsRemembered() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(WebSocketsEndpoint.class)
			.doesNotHaveBean(RecentCloses.class));
	}

	@Test
	void whenNobodyHasAccessThenNothingIsRemembered() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.websockets.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WebSocketsEndpoint.class)
				.doesNotHaveBean(RecentCloses.class));
	}

	@Test
	void whenTheServerIsDisabledThenThereIsNone() {
		this.runner.withPropertyValues(EXPOSED, "ws.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebSocketsEndpoint.class));
	}

	@Test
	void whenTheListenerDoesNotRunThenItSaysSo() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			context.getBean(WsServerLifecycle.class).stop();
			WebSocketsOverview overview = context.getBean(WebSocketsEndpoint.class).overview();
			assertThat(overview.state()).isEqualTo(WebSocketsOverview.State.STOPPED);
			assertThat(overview.listeners()).isEmpty();
			assertThat(overview.outbound()).isNull();
			assertThat(overview.endpoints()).hasSize(1);
		});
	}

	@Test
	void valuesAreShownToNobodyUnlessSomebodySaysSo() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context.getBean(WebSocketsEndpointProperties.class))
				.isEqualTo(new WebSocketsEndpointProperties(Show.NEVER, Set.of())));
		this.runner
			.withPropertyValues(EXPOSED, "management.endpoint.websockets.show-values=when-authorized",
					"management.endpoint.websockets.roles=operator")
			.run((context) -> assertThat(context.getBean(WebSocketsEndpointProperties.class))
				.isEqualTo(new WebSocketsEndpointProperties(Show.WHEN_AUTHORIZED, Set.of("operator"))));
	}

	@Test
	void whenActuatorIsMissingThenTheListenerStartsWithout() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.withUserConfiguration(Found.class)
			.withPropertyValues("ws.server.port=0", "ws.server.shutdown.drain-window=0s", EXPOSED)
			.withBean("echo", EchoEndpoint.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("webSocketsEndpoint");
				assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue();
			});
	}

	/**
	 * As Spring Boot finds it: what is missing is noticed before a class is looked at.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WebSocketsEndpointAutoConfiguration.class, WsServerAutoConfiguration.class })
	static class Found {

	}

}
