package io.wsboot.spring.endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.util.pattern.PatternParseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PathTemplateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			/chat                     | []      | /chat
			chat                      | []      | /chat
			/chat/{room}              | [room]  | /chat/{}
			/{a}/x/{b}                | [a, b]  | /{}/x/{}
			/x-{a}-{b}                | [a, b]  | /x-{}-{}
			/files/{*rest}            | [rest]  | /files/{*}
			/{id:[0-9]{3}}/{name}     | [id, name] | /{:[0-9]{3}}/{}
			/{id:\\{x}/y              | [id]    | /{:\\{x}/y
			/*/x/**                   | []      | /*/x/**
			""")
	void variablesAndShapeAreTakenFromThePattern(String pattern, String variables, String shape) {
		PathTemplate template = PathTemplate.parse(pattern);
		assertThat(template.variables()).hasToString(variables);
		assertThat(template.shape()).isEqualTo(shape);
	}

	@Test
	void whatSpringDoesNotTakeIsNoPattern() {
		assertThatExceptionOfType(PatternParseException.class).isThrownBy(() -> PathTemplate.parse("/{a}/{a}"));
		assertThatExceptionOfType(PatternParseException.class).isThrownBy(() -> PathTemplate.parse("/x/{*rest}/y"));
	}

}
