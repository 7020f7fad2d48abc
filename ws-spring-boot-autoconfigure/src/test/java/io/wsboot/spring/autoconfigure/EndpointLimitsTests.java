package io.wsboot.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.transport.SessionLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;
import io.wsboot.transport.WsHandler;
import io.wsboot.spring.endpoint.WsEndpointRegistration;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.annotation.OnMessage;
import java.io.Reader;
import java.io.InputStream;

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

	@Test
	void whenTheTimeOfAMessageIsSetThenItWinsOverTheGlobalOne() {
		this.runner
			.withPropertyValues("ws.limits.message-timeout=20s", "ws.endpoints.echoBox.limits.message-timeout=5m")
			.run((context) -> {
				assertThat(sessionLimits(context).messageTimeout()).isEqualTo(Duration.ofMinutes(5));
				assertThat(limits(context)).isEqualTo(ProtocolLimits.DEFAULTS);
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { UploadEndpoint.class, MixedEndpoint.class })
	void whenMessagesAreReadAsStreamsThenTheyMayBeLongerThanAnArray(Class<?> type) {
		withOnly("upload", type).withPropertyValues("ws.endpoints.upload.limits.max-message-size=100GB")
			.run((context) -> {
				long most = 100L * 1024 * MIB;
				assertThat(limits(context)).isEqualTo(new ProtocolLimits(most, most, 1024));
				assertThat(context.getBean(EndpointRuntime.class).maxWholeMessage()).isEqualTo(MIB);
			});
	}

	@Test
	void whenARegisteredHandlerTakesChunksThenTheyMayBeLongerThanAnArray() {
		WsHandler chunks = new WsHandler() {

			@Override
			public boolean wantsChunks() {
				return true;
			}

		};
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
			.withBean("upload", WsEndpointRegistration.class, () -> WsEndpointRegistration.of("/upload", chunks))
			.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.limits.max-frame-size=64KB",
					"ws.endpoints.upload.limits.max-message-size=100GB")
			.run((context) -> assertThat(limits(context))
				.isEqualTo(new ProtocolLimits(64 * 1024, 100L * 1024 * MIB, 1024)));
	}

	private static <T> ApplicationContextRunner withOnly(String name, Class<T> type) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
			.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0")
			.withBean(name, type);
	}

	private static SessionLimits sessionLimits(AssertableApplicationContext context) {
		return context.getBean(EndpointRuntime.class)
			.sessionLimits(context.getBean(EndpointRegistry.class).endpoints().get(0));
	}

	private static ProtocolLimits limits(AssertableApplicationContext context) {
		return context.getBean(EndpointRuntime.class)
			.limits(context.getBean(EndpointRegistry.class).endpoints().get(0));
	}

	@WsEndpoint("/upload")
	static class UploadEndpoint {

		@OnMessage
		void binary(InputStream bytes) {
		}

		@OnMessage
		void text(Reader characters) {
		}

	}

	@WsEndpoint("/upload")
	static class MixedEndpoint {

		@OnMessage
		void binary(InputStream bytes) {
		}

		@OnMessage
		void text(String text) {
		}

	}

}
