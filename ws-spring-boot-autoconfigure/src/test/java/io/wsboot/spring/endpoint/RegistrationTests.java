package io.wsboot.spring.endpoint;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Endpoints that are registered in code.
 */
class RegistrationTests {

	@Test
	void aRegisteredHandlerServesItsPathBesideAnnotatedEndpoints() throws Exception {
		try (EndpointServer server = new EndpointServer(Registrations.class, AnnotatedEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/plain/7", "Sec-WebSocket-Protocol", "v1");
				TestPeer annotated = TestPeer.connect(server.port(), "/annotated")) {
			assertThat(peer.subprotocol()).isEqualTo("v1");
			peer.sendText("hello").expect("text:hello on ws-loop");
			annotated.sendText("hello").expect("text:annotated hello");
		}
	}

	@Test
	void whatIsRegisteredIsKnownLikeAnyEndpoint() {
		EndpointDefinition endpoint = scan(WsEndpointRegistration.of("plain/{id}", new PlainHandler())
			.withName("ticker")
			.withSubprotocols("v2", "v1")
			.withExecution(Execution.EVENT_LOOP)).endpoints().get(0);
		assertThat(endpoint).hasToString("ticker at /plain/{id}");
		assertThat(endpoint.beanName()).isEqualTo("registration");
		assertThat(endpoint.type()).isEqualTo(PlainHandler.class);
		assertThat(endpoint.subprotocols()).containsExactly("v2", "v1");
		assertThat(endpoint.execution()).isEqualTo(Execution.EVENT_LOOP);
	}

	@Test
	void whenNothingIsSaidThenTheBeanNamesTheEndpoint() {
		EndpointDefinition endpoint = scan(WsEndpointRegistration.of("/plain", new PlainHandler())).endpoints().get(0);
		assertThat(endpoint.name()).isEqualTo("registration");
		assertThat(endpoint.execution()).isEqualTo(Execution.EXECUTOR);
	}

	@Test
	void whenAnAnnotatedEndpointHasThePathThenBothAreNamed() {
		assertThatExceptionOfType(DuplicateEndpointPathException.class)
			.isThrownBy(
					() -> scan(WsEndpointRegistration.of("/annotated", new PlainHandler()), AnnotatedEndpoint.class))
			.withMessageContaining("'annotatedEndpoint' and 'registration' both serve the path /annotated");
	}

	@Test
	void whenAnAnnotatedEndpointHasTheNameThenBothAreNamed() {
		assertProblem(WsEndpointRegistration.of("/plain", new PlainHandler()).withName("annotatedEndpoint"),
				"Its name 'annotatedEndpoint' is that of the bean 'annotatedEndpoint', too.");
	}

	private static InvalidEndpointException assertProblem(WsEndpointRegistration registration, String problem) {
		InvalidEndpointException error = catchThrowableOfType(InvalidEndpointException.class,
				() -> scan(registration, AnnotatedEndpoint.class));
		assertThat(error.problem()).isEqualTo(problem);
		return error;
	}

	private static EndpointRegistry scan(WsEndpointRegistration registration, Class<?>... types) {
		var beans = Scans.beans(types);
		beans.registerSingleton("registration", registration);
		return Scans.scan(beans, null);
	}

	@Configuration(proxyBeanMethods = false)
	static class Registrations {

		@Bean
		WsEndpointRegistration plain() {
			return WsEndpointRegistration.of("/plain/{id}", new PlainHandler())
				.withSubprotocols("v1")
				.withExecution(Execution.EVENT_LOOP);
		}

	}

	static class PlainHandler implements WsHandler {

		@Override
		public void onText(WsSession session, String text) {
			session.sendText(text + " on " + Thread.currentThread().getName().replaceAll("-\\d+$", ""));
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) {
		}

	}

	@WsEndpoint("/annotated")
	static class AnnotatedEndpoint {

		@OnMessage
		String text(String text) {
			return "annotated " + text;
		}

	}

}
