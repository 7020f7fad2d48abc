package io.wsboot.spring.endpoint;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TopicTemplateTests {

	@ParameterizedTest
	@CsvSource({ "news, news", "chat:{room}, chat:blue", "{room}{seat}, blue7", "a{seat}b{room}c, a7bbluec",
			"{room}:{room}, blue:blue" })
	void variablesAreFilledIn(String template, String topic) {
		HandshakeInput input = new HandshakeInput(Requests.get("/"), Map.of("room", "blue", "seat", "7"), null);
		assertThat(TopicTemplate.parse(template).resolve(input)).isEqualTo(topic);
	}

	@Test
	void variablesAreNamedInOrder() {
		assertThat(TopicTemplate.parse("a{seat}b{room}c").variables()).containsExactly("seat", "room");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "}", "a{b", "a}b", "{}", "{{a}}", "a}{b}", "{a}}", "{a{b}" })
	void bracesMustEncloseAName(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.parse(template));
	}

}
