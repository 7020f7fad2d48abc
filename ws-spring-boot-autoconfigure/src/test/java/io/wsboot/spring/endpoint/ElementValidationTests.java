package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsAdvice;
import io.wsboot.spring.annotation.WsEndpoint;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads whose elements are validated.
 */
class ElementValidationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/list    | [{"item":"tea","count":1},{"item":"","count":0}] | lines [1].count, lines [1].item
			/inner   | [{"item":"","count":1}]                          | lines [0].item
			/array   | [{"item":"tea","count":1},{"item":"","count":1}] | lines [1].item
			/map     | {"a":{"item":"","count":1}}                      | lines [a].item
			/nested  | {"a":[{"item":"tea","count":1},{"item":"","count":1}]} | lines [a][1].item
			/set     | [{"item":"","count":1}]                          | lines [].item
			/groups  | [{"item":"","count":0},{"count":1}]              | lines [1].item
			/list    | [null,{"item":"","count":1}]                     | lines [1].item
			""")
	void whatIsWrongIsFoundAtThePlaceOfTheElement(String path, String json, String wrong) throws Exception {
		try (EndpointServer server = new EndpointServer(OfList.class, OfInner.class, OfArray.class, OfMap.class,
				OfNested.class, OfSet.class, OfGroups.class, Wrong.class, LocalValidatorFactoryBean.class);
				TestPeer peer = TestPeer.connect(server.port(), path)) {
			peer.sendText(json).expect("text:" + wrong);
			peer.sendText(json.startsWith("{") ? "{}" : "[]").expect("text:fine");
		}
	}

	@Test
	void withoutOnErrorTheSessionIsClosedWith1008() throws Exception {
		try (EndpointServer server = new EndpointServer(OfList.class, LocalValidatorFactoryBean.class);
				TestPeer peer = TestPeer.connect(server.port(), "/list")) {
			peer.sendText("[{\"item\":\"tea\",\"count\":1}]").expect("text:fine");
			peer.sendText("[{\"item\":\"\",\"count\":1}]").expectClose(1008, "payload-not-valid");
		}
	}

	@Test
	void aValidatorOfSpringsOwnKindWillDo() throws Exception {
		try (EndpointServer server = new EndpointServer(OfList.class, Wrong.class, NoTeaValidator.class);
				TestPeer peer = TestPeer.connect(server.port(), "/list")) {
			peer.sendText("[{\"item\":\"\",\"count\":0},{\"item\":\"tea\",\"count\":0}]").expect("text:lines [1]");
		}
	}

	@Test
	void theResultKnowsValuesMessagesAndViolations() {
		LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
		validator.afterPropertiesSet();
		List<Line> lines = List.of(new Line("tea", 1), new Line("", 7));
		BindingResult result = new ElementValidation(validator, new Object[0], lines, "lines").result();
		FieldError error = result.getFieldError("[1].item");
		assertThat(error).isNotNull();
		assertThat(error.getRejectedValue()).isEqualTo("");
		assertThat(error.getCodes()).contains("NotBlank.lines.item", "NotBlank");
		assertThat(error.unwrap(ConstraintViolation.class).getRootBean()).isEqualTo(lines.get(1));
		assertThat(result.getTarget()).isSameAs(lines);
		assertThat(result.getFieldValue("[1].item")).isEqualTo("");
		assertThat(result.getFieldValue("[1].count")).isEqualTo(7);
		assertThat(new PayloadNotValidException(result))
			.hasMessage("The payload is not valid: [1].item must not be blank");
		validator.close();
	}

	interface Creation {

	}

	record Line(@NotBlank @NotNull(groups = Creation.class) String item, @Min(1) int count) {

	}

	@WsEndpoint("/list")
	static class OfList {

		@OnMessage
		String lines(@Valid List<Line> lines) {
			return "fine";
		}

	}

	@WsEndpoint("/inner")
	static class OfInner {

		@OnMessage
		String lines(List<@Valid Line> lines) {
			return "fine";
		}

	}

	@WsEndpoint("/array")
	static class OfArray {

		@OnMessage
		String lines(@Valid Line[] lines) {
			return "fine";
		}

	}

	@WsEndpoint("/map")
	static class OfMap {

		@OnMessage
		String lines(@Valid Map<String, Line> lines) {
			return "fine";
		}

	}

	@WsEndpoint("/nested")
	static class OfNested {

		@OnMessage
		String lines(Map<String, List<@Valid Line>> lines) {
			return "fine";
		}

	}

	@WsEndpoint("/set")
	static class OfSet {

		@OnMessage
		String lines(@Valid Set<Line> lines) {
			return "fine";
		}

	}

	@WsEndpoint("/groups")
	static class OfGroups {

		@OnMessage
		String lines(@Validated(Creation.class) List<Line> lines) {
			return "fine";
		}

	}

	@WsAdvice
	static class Wrong {

		@OnError
		String wrong(PayloadNotValidException ex) {
			return String.join(", ",
					ex.bindingResult()
						.getFieldErrors()
						.stream()
						.map((error) -> error.getObjectName() + " " + error.getField())
						.sorted()
						.toList());
		}

	}

	static class NoTeaValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Line.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if ("tea".equals(((Line) target).item())) {
				errors.reject("tea", "must not be tea");
			}
		}

	}

}
