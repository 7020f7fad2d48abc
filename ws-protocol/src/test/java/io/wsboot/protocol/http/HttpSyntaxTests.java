package io.wsboot.protocol.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HttpSyntaxTests {

	@Test
	void tokenCharactersAreThoseOfRfc9110Section562() {
		for (int c = 0; c <= 0xFFFF; c++) {
			boolean expected = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
					|| (c < 0x80 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
			assertThat(HttpSyntax.isToken(String.valueOf((char) c))).as("U+%04X", c).isEqualTo(expected);
		}
	}

	@Test
	void fieldValuesHoldNoControlCharacterButTheTab() {
		for (int c = 0; c <= 0xFFFF; c++) {
			boolean expected = c == '\t' || (c >= 0x20 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
			assertThat(HttpSyntax.isFieldValue("a" + (char) c)).as("U+%04X", c).isEqualTo(expected);
		}
	}

	@Test
	void pathsHoldWhatBrowsersLeaveUnescaped() {
		for (int c = 0; c <= 0xFFFF; c++) {
			boolean expected = c > 0x20 && c < 0x7F && "\"#<>\\`{}%".indexOf(c) < 0;
			assertThat(HttpSyntax.isOriginForm("/" + (char) c)).as("U+%04X", c).isEqualTo(expected);
		}
	}

	@Test
	void queriesHoldWhatBrowsersLeaveUnescaped() {
		for (int c = 0; c <= 0xFFFF; c++) {
			boolean expected = c > 0x20 && c < 0x7F && "\"#<>".indexOf(c) < 0;
			assertThat(HttpSyntax.isOriginForm("/?" + (char) c)).as("U+%04X", c).isEqualTo(expected);
		}
	}

	@Test
	void aTokenHasAtLeastOneCharacterAndNoOther() {
		assertThat(HttpSyntax.isToken("")).isFalse();
		assertThat(HttpSyntax.isToken("a b")).isFalse();
		assertThat(HttpSyntax.isToken("websocket/13")).isFalse();
		assertThat(HttpSyntax.isToken("Sec-WebSocket-Key")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%", "/%4", "/%4g", "/%g4", "/a%41%", "/%%41", "/%4?1", "/%?41" })
	void anEscapeInThePathHasTwoHexadecimalDigits(String target) {
		assertThat(HttpSyntax.isOriginForm(target)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%41", "/%aF/%00", "/?%", "/?100%", "/%41?%zz", "/", "//", "/?" })
	void escapesInTheQueryAreLeftToThoseWhoReadIt(String target) {
		assertThat(HttpSyntax.isOriginForm(target)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "*", "?", "http://host/" })
	void originFormStartsWithASlash(String target) {
		assertThat(HttpSyntax.isOriginForm(target)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '#', quoteCharacter = '~', value = { "\"\"#2", "\"a\"b#3", "\"a\\\"b\"c#6", "\"a\\\\\"b\"#5",
			"\"#-1", "\"a#-1", "\"a\\\"#-1", "\"\\#-1" })
	void aQuotedStringEndsAtItsFirstQuoteWithoutABackslash(String text, int end) {
		assertThat(HttpSyntax.quotedEnd(text, 0)).isEqualTo(end);
	}

	@Test
	void scannersStopAtTheEndOfTheText() {
		assertThat(HttpSyntax.tokenEnd("abc", 1)).isEqualTo(3);
		assertThat(HttpSyntax.tokenEnd("ab c", 0)).isEqualTo(2);
		assertThat(HttpSyntax.tokenEnd("abc", 3)).isEqualTo(3);
		assertThat(HttpSyntax.skipBlanks(" \t x", 0)).isEqualTo(3);
		assertThat(HttpSyntax.skipBlanks(" \t", 0)).isEqualTo(2);
	}

}
