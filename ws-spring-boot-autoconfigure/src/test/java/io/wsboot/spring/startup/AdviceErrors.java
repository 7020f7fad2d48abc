package io.wsboot.spring.startup;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsAdvice;
import io.wsboot.spring.annotation.WsEndpoint;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Advices that could never help, or not all of their endpoints.
 */
final class AdviceErrors {

	private AdviceErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				advice(MessageAdvice.class, "text(String)",
						"It is marked with @OnMessage, but an advice is only asked when endpoints fail.",
						"Move the method into the endpoint; an advice has methods with @OnError."),
				advice(EmptyAdvice.class, null, "It has no method that would ever be called.",
						"Mark one with @OnError from io.wsboot.spring.annotation."),
				advice(TwiceAdvice.class, "second(IOException)",
						"It takes the exception IOException, as the method first does.",
						"Keep one of the two methods."),
				advice(RoomAdvice.class, "error(IOException, String)",
						"The parameter 'room' (String) wants the path variable 'room', but the path /one has no"
								+ " variables.",
						"Add {room} to the path, or name the right variable: @PathVariable(\"…\")."),
				StartUpError
					.of("FactoryMethod",
							StartUpError.description("advice", "made", NotAnnotated.class, null,
									"Its class does not have @WsAdvice."),
							"Annotate the class of the bean itself.")
					.in((application) -> application.withUserConfiguration(AnnotatedFactoryMethod.class)));
	}

	private static StartUpError advice(Class<?> type, String method, String problem, String remedy) {
		return StartUpError.ofAdvice(type, method, problem, remedy).with(OneEndpoint.class);
	}

	@WsEndpoint("/one")
	static class OneEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@WsAdvice
	static class MessageAdvice {

		@OnMessage
		void text(String text) {
		}

	}

	@WsAdvice
	static class EmptyAdvice {

	}

	@WsAdvice
	static class TwiceAdvice {

		@OnError
		void first(IOException ex) {
		}

		@OnError
		void second(IOException ex) {
		}

	}

	@WsAdvice
	static class RoomAdvice {

		@OnError
		void error(IOException ex, @PathVariable String room) {
		}

	}

	static class NotAnnotated {

		@OnError
		void error(IOException ex) {
		}

	}

	@WsAdvice
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

}
