package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.SlowConsumerPolicy;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.transport.OutboundLimits;
import io.wsboot.transport.SlowConsumer;
import io.wsboot.transport.TransportOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the properties say about messages that wait for slow readers.
 */
class OutboundPropertiesTests {

	private static final long MIB = 1024 * 1024;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0")
		.withBean("plain", PlainEndpoint.class)
		.withBean("annotated", AnnotatedEndpoint.class);

	@Test
	void unlessSetThereAreTheDefaults() {
		this.runner.run((context) -> {
			TransportOptions options = context.getBean(ServerOptions.class).transport();
			assertThat(options.outbound()).isEqualTo(new OutboundLimits(MIB, SlowConsumer.CLOSE));
			assertThat(options.outboundBudget()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
			assertThat(outbound(context, "plain")).as("the server's").isNull();
		});
	}

	@Test
	void globalPropertiesAreTheServers() {
		this.runner
			.withPropertyValues("ws.outbound.high-water-mark=2MB", "ws.outbound.slow-consumer=drop-newest",
					"ws.outbound.memory-budget=32MB", "ws.outbound.fragment-size=16KB")
			.run((context) -> {
				TransportOptions options = context.getBean(ServerOptions.class).transport();
				assertThat(options.outbound())
					.isEqualTo(new OutboundLimits(2 * MIB, SlowConsumer.DROP_NEWEST, 16 * 1024));
				assertThat(options.outboundBudget()).isEqualTo(32 * MIB);
			});
	}

	@Test
	void anAnnotationWinsOverTheGlobalProperty() {
		this.runner.withPropertyValues("ws.outbound.high-water-mark=2MB", "ws.outbound.slow-consumer=drop-newest")
			.run((context) -> {
				assertThat(outbound(context, "annotated"))
					.isEqualTo(new OutboundLimits(2 * MIB, SlowConsumer.DROP_OLDEST));
				assertThat(outbound(context, "plain")).isNull();
			});
	}

	@Test
	void anEndpointsPropertyWinsOverItsAnnotation() {
		this.runner
			.withPropertyValues("ws.endpoints.annotated.outbound.slow-consumer=conflate",
					"ws.endpoints.annotated.outbound.high-water-mark=64KB")
			.run((context) -> assertThat(outbound(context, "annotated"))
				.isEqualTo(new OutboundLimits(64 * 1024, SlowConsumer.CONFLATE)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ws.outbound.high-water-mark                 | 0B | It must be from 1B to 2147483647B.
			ws.outbound.memory-budget                   | 0B | It must be 1B or more.
			ws.outbound.fragment-size                   | 124B | It must be from 125B to 16777216B.
			ws.endpoints.PLAIN.outbound.fragment-size   | 1B | It must be from 125B to 16777216B.
			ws.endpoints.plain.outbound.high-water-mark | 0B | It must be from 1B to 2147483647B.
			""")
	void aValueOutOfRangeIsToldWithItsPropertyAndTheRange(String property, String value, String range) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo(property);
					assertThat(failure.getValue()).hasToString(value);
					assertThat(failure.getReason()).isEqualTo(range);
				}));
	}

	private static OutboundLimits outbound(ApplicationContext context, String name) {
		return context.getBean(EndpointRegistry.class)
			.endpoints()
			.stream()
			.filter((endpoint) -> endpoint.name().equals(name))
			.findFirst()
			.map(context.getBean(EndpointRuntime.class)::outbound)
			.orElse(null);
	}

	@WsEndpoint("/plain")
	static class PlainEndpoint {

		@OnOpen
		void open() {
		}

	}

	@WsEndpoint(path = "/annotated", slowConsumer = SlowConsumerPolicy.DROP_OLDEST)
	static class AnnotatedEndpoint {

		@OnOpen
		void open() {
		}

	}

}
