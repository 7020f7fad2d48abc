package io.wsboot.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.transport.SessionLimits;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits of single endpoints by property.
 */
class EndpointLimitsTests {

	private static final int MIB = 1024 * 1024;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("echoBox", EchoEndpoint.class);

	@Test
	void whenNothingIsSetThenTheServersLimitsApply() {
		this.runner.run((context) -> assertThat(limits(context)).isNull());
	}

	@Test
	void whenMessageSizeIsSetThenFrameSizeFollows() {
		this.runner.withPropertyValues("ws.endpoints.echoBox.limits.max-message-size=16MB")
			.run((context) -> assertThat(limits(context)).isEqualTo(new ProtocolLimits(16 * MIB, 16 * MIB, 1024)));
	}

	@Test
	void whenGlobalFrameSizeIsSetThenItAppliesToTheEndpointToo() {
		this.runner
			.withPropertyValues("ws.limits.max-frame-size=64KB", "ws.endpoints.echoBox.limits.max-message-size=16MB",
					"ws.endpoints.echoBox.limits.max-fragments=70000")
			.run((context) -> assertThat(limits(context)).isEqualTo(new ProtocolLimits(64 * 1024, 16 * MIB, 70_000)));
	}

	@Test
	void whenMessageSizeIsBelowTheGlobalFrameSizeThenFramesAreCutDown() {
		this.runner
			.withPropertyValues("ws.limits.max-frame-size=64KB", "ws.endpoints.echoBox.limits.max-message-size=1KB")
			.run((context) -> assertThat(limits(context)).isEqualTo(new ProtocolLimits(1024, 1024, 1024)));
	}

	@Test
	void whenFrameSizeIsSetThenItWins() {
		this.runner
			.withPropertyValues("ws.limits.max-frame-size=64KB", "ws.endpoints.echoBox.limits.max-frame-size=1KB")
			.run((context) -> assertThat(limits(context)).isEqualTo(new ProtocolLimits(1024, MIB, 1024)));
	}

	@Test
	void whenEnvironmentVariableIsSetThenItWinsOverTheFile() {
		this.runner.withPropertyValues("ws.endpoints.echoBox.limits.max-message-size=2MB")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("WS_ENDPOINTS_ECHOBOX_LIMITS_MAXMESSAGESIZE", "3MB"))))
			.run((context) -> assertThat(limits(context)).isEqualTo(new ProtocolLimits(3 * MIB, 3 * MIB, 1024)));
	}

	@Test
	void whenNothingIsSetThenTheServersLimitsOfSessionsApply() {
		this.runner.run((context) -> assertThat(sessionLimits(context)).isNull());
	}

	@Test
	void whenRatesAndAgeAreSetThenTheyWinOverTheGlobalOnes() {
		this.runner
			.withPropertyValues("ws.limits.messages-per-second=1", "ws.limits.bytes-per-second=2KB",
					"ws.limits.max-age=3h", "ws.endpoints.echoBox.limits.messages-per-second=10",
					"ws.endpoints.echoBox.limits.bytes-per-second=20KB", "ws.endpoints.echoBox.limits.max-age=30h")
			.run((context) -> assertThat(sessionLimits(context))
				.isEqualTo(new SessionLimits(10, 20 * 1024, Duration.ofHours(30))));
	}

	@Test
	void whenOneRateIsSetThenTheOthersAreTheGlobalOnesAndZeroLiftsOne() {
		this.runner
			.withPropertyValues("ws.limits.messages-per-second=1", "ws.limits.max-age=3h",
					"ws.endpoints.echoBox.limits.messages-per-second=0")
			.run((context) -> assertThat(sessionLimits(context))
				.isEqualTo(new SessionLimits(0, 0, Duration.ofHours(3))));
	}

	@Test
	void whenThereIsNoEndpointAtAllThenPropertiesOfEndpointsAreLeftAlone() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
			.withPropertyValues("ws.endpoints.echoBox.limits.max-frame-size=1KB")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static SessionLimits sessionLimits(AssertableApplicationContext context) {
		return context.getBean(EndpointRuntime.class)
			.sessionLimits(context.getBean(EndpointRegistry.class).endpoints().get(0));
	}

	private static ProtocolLimits limits(AssertableApplicationContext context) {
		return context.getBean(EndpointRuntime.class)
			.limits(context.getBean(EndpointRegistry.class).endpoints().get(0));
	}

}
