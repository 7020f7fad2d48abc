package io.wsboot.spring.startup;

import java.util.List;
import java.util.Map;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Parameters that are to be validated, but would not be.
 */
final class ValidationErrors {

	private static final String NOBODY = "Annotate the class with @Validated and add spring-boot-starter-validation.";

	private ValidationErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				StartUpError.of(NotValidated.class, "text(Item)",
						"The parameter 'item' (Item) is annotated with @Validated, but there is no validator.",
						"Add the dependency org.springframework.boot:spring-boot-starter-validation."),
				StartUpError
					.of(ValidText.class, "text(String)",
							"The parameter 'text' (String) is annotated with @Valid, but text and bytes have no"
									+ " properties that could be validated.",
							"Take an object, or constrain the parameter itself and annotate the class with"
									+ " @Validated.")
					.withValidation(),
				StartUpError
					.of(NotValidated.class, "text(Item)",
							"The parameter 'item' (Item) is annotated with @Validated, but the validator "
									+ OtherValidator.class.getName() + " does not support " + Item.class.getName()
									+ ".",
							"Register a Validator that does, or remove the annotation.")
					.with(OtherValidator.class),
				StartUpError
					.of(ValidTexts.class, "list(List)",
							"The parameter 'texts' (List) is annotated with @Valid, but a String has no properties that"
									+ " could be validated.",
							"Take an object, or objects that hold the values.")
					.withValidation(),
				StartUpError
					.of(ConstrainedTexts.class, "map(Map)",
							"The elements of the parameter 'texts' (Map) are annotated with @NotBlank, but nothing"
									+ " validates them.",
							NOBODY)
					.withValidation(),
				StartUpError
					.of(ValidList.class, "list(List)",
							"The parameter 'items' (List) is annotated with @Valid, but the validator "
									+ OtherValidator.class.getName() + " does not support " + Item.class.getName()
									+ ".",
							"Register a Validator that does, or remove the annotation.")
					.with(OtherValidator.class),
				StartUpError.of(ConstrainedText.class, "text(String)",
						"The parameter 'text' (String) is annotated with @NotBlank, but nothing validates it.", NOBODY),
				StartUpError.of(ConstrainedValue.class, "open(String)",
						"The parameter 'text' (String) is annotated with @NotBlank, but nothing validates it.", NOBODY),
				StartUpError.of(ValidSession.class, "text(String, WsSession)",
						"The parameter 'session' (WsSession) is annotated with @Valid, but nothing validates it.",
						NOBODY));
	}

	record Item(int count) {

	}

	@WsEndpoint("/x")
	static class NotValidated {

		@OnMessage
		void text(@Validated Item item) {
		}

	}

	@WsEndpoint("/x")
	static class ValidText {

		@OnMessage
		void text(@Valid String text) {
		}

	}

	@WsEndpoint("/x")
	static class ValidTexts {

		@OnMessage
		void list(@Valid List<String> texts) {
		}

	}

	@WsEndpoint("/x")
	static class ConstrainedTexts {

		@OnMessage
		void map(Map<String, List<@NotBlank String>> texts) {
		}

	}

	@WsEndpoint("/x")
	static class ValidList {

		@OnMessage
		void list(List<@Valid Item> items) {
		}

	}

	@WsEndpoint("/x")
	static class ConstrainedText {

		@OnMessage
		void text(@NotBlank String text) {
		}

	}

	@WsEndpoint("/x")
	static class ConstrainedValue {

		@OnOpen
		void open(@RequestParam @NotBlank String text) {
		}

	}

	@WsEndpoint("/x")
	static class ValidSession {

		@OnMessage
		void text(String text, @Valid WsSession session) {
		}

	}

	/** Supports nothing that is here. */
	static class OtherValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == OtherValidator.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
		}

	}

}
