package io.wsboot.spring.endpoint;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@code Cookie} field (RFC 6265 §4.2.1).
 */
class CookiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', nullValues = "-", textBlock = """
			# field                | name | value
			a=1                    | a    | 1
			a=1; b=2               | b    | 2
			a=1;b=2                | b    | 2
			a=; b=2                | a    | ''
			a="x y"                | a    | -
			a="x"                  | a    | x
			a=""                   | a    | ''
			a="                    | a    | -
			a=x=y==                | a    | x=y==
			A=1                    | a    | -
			aa=1; a=2              | a    | 2
			a=1; a=2               | a    | 1
			a=x,y; a=2             | a    | 2
			a=x\\y                 | a    | -
			a=é                    | a    | -
			a                      | a    | -
			;; a=1 ;               | a    | 1
			b=2                    | a    | -
			'  a = 1 '             | a    | 1
			""")
	void aValueIsFoundByItsName(String field, String name, String value) {
		assertThat(Cookies.find(List.of(field), name)).isEqualTo(value);
	}

	@Test
	void thereMayBeNoFieldOrSeveral() {
		assertThat(Cookies.find(List.of(), "a")).isNull();
		assertThat(Cookies.find(List.of(""), "a")).isNull();
		assertThat(Cookies.find(List.of("b=1", "a=2"), "a")).isEqualTo("2");
	}

}
