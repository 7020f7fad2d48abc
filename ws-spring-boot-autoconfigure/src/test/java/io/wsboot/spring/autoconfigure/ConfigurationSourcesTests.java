package io.wsboot.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties come from files, profiles and the environment, under any name that Spring
 * Boot takes for theirs.
 */
class ConfigurationSourcesTests {

	private static final long KIB = 1024;

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withBean("echo", EchoEndpoint.class)
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s",
				"spring.config.location=classpath:/configuration/");

	private final ApplicationContextRunner runner = this.plain
		.withInitializer(new ConfigDataApplicationContextInitializer());

	@Test
	void aFileSetsWhatHoldsForAllAndForOneEndpoint() {
		this.runner.run((context) -> {
			assertThat(options(context).limits().maxMessageSize()).isEqualTo(64 * KIB);
			assertThat(ofEcho(context)).isEqualTo(8 * KIB);
			assertThat(options(context).heartbeat().interval()).isEqualTo(Duration.ofSeconds(25));
		});
	}

	@Test
	void aProfileChangesSomeOfIt() {
		this.runner.withPropertyValues("spring.profiles.active=large").run((context) -> {
			assertThat(options(context).limits().maxMessageSize()).isEqualTo(2 * KIB * KIB);
			assertThat(ofEcho(context)).isEqualTo(16 * KIB * KIB);
			assertThat(options(context).maxBacklog()).isEqualTo(7);
		});
	}

	@Test
	void severalProfilesAreTakenTogether() {
		this.runner.withPropertyValues("spring.profiles.active=large,quiet").run((context) -> {
			assertThat(options(context).limits().maxMessageSize()).isEqualTo(2 * KIB * KIB);
			assertThat(options(context).heartbeat()).isEqualTo(HeartbeatPolicy.NONE);
		});
	}

	@Test
	void theEnvironmentWinsOverFiles() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("WS_LIMITS_MAXBACKLOG", "9", "WS_ENDPOINTS_ECHO_LIMITS_MAXMESSAGESIZE", "3KB"))))
			.run((context) -> {
				assertThat(options(context).maxBacklog()).isEqualTo(9);
				assertThat(ofEcho(context)).isEqualTo(3 * KIB);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "ws.limits.max-message-size", "ws.limits.maxMessageSize", "ws.limits.max_message_size",
			"WS.LIMITS.MAX-MESSAGE-SIZE" })
	void namesAreRelaxed(String name) {
		this.plain.withPropertyValues(name + "=5KB")
			.run((context) -> assertThat(options(context).limits().maxMessageSize()).isEqualTo(5 * KIB));
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop-oldest", "DROP_OLDEST", "dropOldest" })
	void valuesAreRelaxed(String value) {
		this.plain.withPropertyValues("ws.outbound.slow-consumer=" + value)
			.run((context) -> assertThat(options(context).outbound().slowConsumer()).hasToString("DROP_OLDEST"));
	}

	private static TransportOptions options(AssertableApplicationContext context) {
		return context.getBean(ServerOptions.class).transport();
	}

	private static long ofEcho(AssertableApplicationContext context) {
		EndpointDefinition echo = context.getBean(EndpointRegistry.class).endpoints().iterator().next();
		return context.getBean(EndpointRuntime.class).limits(echo).maxMessageSize();
	}

}
