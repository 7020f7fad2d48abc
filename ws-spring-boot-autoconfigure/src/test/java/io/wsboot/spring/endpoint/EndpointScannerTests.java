package io.wsboot.spring.endpoint;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which beans become endpoints, and what is known of them.
 */
class EndpointScannerTests {

	@Test
	void whenThereIsNoEndpointThenTheRegistryIsEmpty() {
		EndpointRegistry registry = Scans.scan(NoEndpoint.class);
		assertThat(registry.isEmpty()).isTrue();
		assertThat(registry.endpoints()).isEmpty();
	}

	@Test
	void whenNothingIsSaidThenTheDefaultsApply() {
		EndpointDefinition endpoint = Scans.scan(ShortEndpoint.class).endpoints().get(0);
		assertThat(endpoint.name()).isEqualTo("shortEndpoint");
		assertThat(endpoint.beanName()).isEqualTo("shortEndpoint");
		assertThat(endpoint.type()).isEqualTo(ShortEndpoint.class);
		assertThat(endpoint.path()).isEqualTo("/short");
		assertThat(endpoint.subprotocols()).isEmpty();
		assertThat(endpoint.execution()).isEqualTo(Execution.EXECUTOR);
		assertThat(endpoint).hasToString("shortEndpoint at /short");
	}

	@Test
	void whenEverythingIsSaidThenItApplies() {
		EndpointDefinition endpoint = Scans.scan(LongEndpoint.class).endpoints().get(0);
		assertThat(endpoint.name()).isEqualTo("chat");
		assertThat(endpoint.beanName()).isEqualTo("longEndpoint");
		assertThat(endpoint.path()).isEqualTo("/long/{room}");
		assertThat(endpoint.subprotocols()).containsExactly("v2", "v1");
		assertThat(endpoint.execution()).isEqualTo(Execution.EVENT_LOOP);
	}

	@Test
	void whenTheAnnotationIsComposedThenItCounts() {
		assertThat(Scans.paths(Scans.scan(ComposedEndpoint.class))).containsExactly("/composed");
	}

	@Test
	void whenPlaceholdersStandInPathAndNameThenTheyAreResolved() {
		DefaultListableBeanFactory beans = Scans.beans(ConfiguredEndpoint.class);
		Scans.properties(beans, Map.of("base", "/v7", "name", "configured"));
		EndpointDefinition endpoint = Scans.scan(beans, null).endpoints().get(0);
		assertThat(endpoint.path()).isEqualTo("/v7/{room}");
		assertThat(endpoint.name()).isEqualTo("configured");
	}

	@Test
	void whenThereAreSeveralEndpointsThenTheMostSpecificPathComesFirst() {
		assertThat(Scans.paths(Scans.scan(RestEndpoint.class, LongEndpoint.class, LobbyEndpoint.class)))
			.containsExactly("/long/lobby", "/long/{room}", "/long/{*rest}");
	}

	@Test
	void whenTwoPathsDifferInLiteralsThenBothServe() {
		assertThat(Scans.scan(LongEndpoint.class, ShortEndpoint.class, LobbyEndpoint.class).endpoints()).hasSize(3);
	}

	static class NoEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("short")
	static class ShortEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint(path = "/long/{room}", name = "chat", subprotocols = { "v2", "v1" }, execution = Execution.EVENT_LOOP)
	static class LongEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("/long/lobby")
	static class LobbyEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("/long/{*rest}")
	static class RestEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint(path = "${base}/{room}", name = "${name}")
	static class ConfiguredEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@WsEndpoint(execution = Execution.EVENT_LOOP)
	@interface LoopEndpoint {

		@AliasFor(annotation = WsEndpoint.class, attribute = "path")
		String path();

	}

	@LoopEndpoint(path = "/composed")
	static class ComposedEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

}
