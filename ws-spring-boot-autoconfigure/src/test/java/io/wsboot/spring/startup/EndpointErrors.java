package io.wsboot.spring.startup;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.WsEndpointRegistration;
import io.wsboot.transport.WsHandler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.validation.annotation.Validated;

/**
 * Endpoints that could not be reached: what is wrong with the bean, its path, its name or
 * its proxy.
 */
final class EndpointErrors {

	private EndpointErrors() {
	}

	static List<StartUpError> all() {
		return List.of(StartUpError.of(NoPath.class, null, "It has no path.", "Give it one: @WsEndpoint(\"/chat\")."),
				StartUpError.of(BrokenPath.class, null,
						"Its path \"/x/{room\" is no path pattern, at position 8: Expected close capture character after"
								+ " variable name }.",
						"Write it as a PathPattern, for example /chat/{room} or /files/{*rest}."),
				StartUpError.of(BrokenSubprotocol.class, null, "Its subprotocol \"v1 chat\" is no token of HTTP.",
						"Use letters, digits, '.', '-' and '_', for example v1.chat."),
				registered(WsEndpointRegistration.of(" ", new PlainHandler()), "It has no path.",
						"Give it one: WsEndpointRegistration.of(\"/chat\", handler)."),
				registered(WsEndpointRegistration.of("/x", new PlainHandler()).withSubprotocols("v 1"),
						"Its subprotocol \"v 1\" is no token of HTTP.",
						"Use letters, digits, '.', '-' and '_', for example v1.chat."),
				StartUpError
					.of("SameName",
							StartUpError.description("endpoint", "sameName", SameName.class, null,
									"Its name 'chatOne' is that of the bean 'chatOne', too."),
							"Give each endpoint a name of its own: @WsEndpoint(name = \"…\").")
					.with(ChatOne.class, SameName.class),
				StartUpError.of(
						ManyInstances.class, null, "It is no singleton, but one instance serves all sessions.",
						"Remove the scope, and keep what belongs to a session in WsSession.attributes()."),
				StartUpError
					.of("Duplicate", "Two WebSocket endpoints serve the path '/chat/{hall}': the beans 'chatOne' and"
							+ " 'chatTwo'.",
							"Give one of them another path in its @WsEndpoint, or remove it. The names of path"
									+ " variables make no difference.")
					.with(ChatOne.class, ChatTwo.class),
				StartUpError.of(WiderThanItsInterface.class, "binary(byte[])",
						"The bean is behind a proxy of its interfaces, and none of them has this method.",
						"Declare the method in an interface, or use class proxies (spring.aop.proxy-target-class=true,"
								+ " proxyTargetClass = true).")
					.withValidation()
					.withProperties("spring.aop.proxy-target-class=false"),
				StartUpError
					.of(FinalMethod.class, "text(String)",
							"It is final, so that the proxy of the bean cannot pass calls on to it.",
							"Remove 'final' from the method.")
					.withValidation(),
				StartUpError
					.of("FinalClass", "The WebSocket endpoint 'finalClass' (" + FinalClass.class.getName()
							+ ") needs a proxy, for @Transactional, @Validated or another aspect, but its class is"
							+ " final.",
							"Remove 'final' from the class (in Kotlin: add 'open'), or move what needs the proxy into"
									+ " another bean.")
					.with(FinalClass.class)
					.withValidation(),
				StartUpError
					.of("FactoryMethod",
							StartUpError.description("endpoint", "made", NotAnnotated.class, null,
									"Its class does not have @WsEndpoint."),
							"Annotate the class of the bean itself.")
					.in((application) -> application.withUserConfiguration(AnnotatedFactoryMethod.class)));
	}

	private static StartUpError registered(WsEndpointRegistration registration, String problem, String remedy) {
		return StartUpError
			.of("Registration of '" + registration.path() + "'",
					StartUpError.description("endpoint", "clock", PlainHandler.class, null, problem), remedy)
			.in((application) -> application.withBean("clock", WsEndpointRegistration.class, () -> registration));
	}

	@WsEndpoint
	static class NoPath {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("/x/{room")
	static class BrokenPath {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint(path = "/x", subprotocols = { "v2", "v1 chat" })
	static class BrokenSubprotocol {

		@OnMessage
		void text(String text) {
		}

	}

	static class PlainHandler implements WsHandler {

	}

	@WsEndpoint("/chat/{room}")
	static class ChatOne {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("chat/{hall}")
	static class ChatTwo {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint(path = "/same", name = "chatOne")
	static class SameName {

		@OnMessage
		void text(String text) {
		}

	}

	interface Contract {

		String text(String text);

	}

	@Validated
	@WsEndpoint("/wider")
	static class WiderThanItsInterface implements Contract {

		@Override
		@OnMessage
		public String text(String text) {
			return text;
		}

		@OnMessage
		public void binary(byte[] bytes) {
		}

	}

	@Validated
	@WsEndpoint("/final")
	static class FinalMethod {

		@OnMessage
		final void text(String text) {
		}

	}

	@Validated
	@WsEndpoint("/final")
	static final class FinalClass {

		@OnMessage
		void text(String text) {
		}

	}

	static class NotAnnotated {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("/made")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Made {

	}

	@Configuration(proxyBeanMethods = false)
	static class AnnotatedFactoryMethod {

		@Bean
		@Made
		NotAnnotated made() {
			return new NotAnnotated();
		}

	}

	@Scope("prototype")
	@WsEndpoint("/many")
	static class ManyInstances {

		@OnMessage
		void text(String text) {
		}

	}

}
