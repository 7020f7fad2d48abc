package io.wsboot.spring.endpoint;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PercentEncodingTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "/a/b", "%41", "a%20b", "%C3%A9", "%c3%a9x%e2%82%ac", "%F0%9F%98%80", "%00" })
	void wholeEscapesOfUtf8AreWellFormed(String raw) {
		assertThat(PercentEncoding.isWellFormed(raw)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "%4", "a%", "%zz", "%4g", "%g4", "%u0041", "%-1", "%ff", "%c3", "%c3x%a9", "%a9",
			"%c0%af", "%ed%a0%80", "%f4%90%80%80", "%e2%82", "%٤١" })
	void anythingElseIsNot(String raw) {
		assertThat(PercentEncoding.isWellFormed(raw)).isFalse();
	}

}
