package io.wsboot.protocol.http;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HttpFieldsTests {

	private final HttpFields fields = HttpFields.builder()
		.add("Host", "example.com")
		.add("Accept", "a, b")
		.add("X-One", "")
		.add("ACCEPT", "c")
		.build();

	@Test
	void namesAreComparedWithoutRegardToLetterCase() {
		assertThat(this.fields.get("hOsT")).isEqualTo("example.com");
		assertThat(this.fields.contains("HOST")).isTrue();
		assertThat(this.fields.contains("Hos")).isFalse();
	}

	@Test
	void getReturnsTheFirstAndAllReturnsEach() {
		assertThat(this.fields.get("accept")).isEqualTo("a, b");
		assertThat(this.fields.all("accept")).containsExactly("a, b", "c");
		assertThat(this.fields.get("X-One")).isEmpty();
		assertThat(this.fields.get("absent")).isNull();
		assertThat(this.fields.all("absent")).isEmpty();
	}

	@Test
	void aFieldThatMustBeSingleIsRefusedWhenRepeated() throws HttpException {
		assertThat(this.fields.requireSingle("host")).isEqualTo("example.com");
		assertThat(this.fields.requireSingle("absent")).isNull();
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> this.fields.requireSingle("Accept"))
			.withMessage("The field Accept is repeated; it may be given only once.")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	@Test
	void tokensAreListElementsOverAllLines() {
		assertThat(this.fields.tokens("Accept")).containsExactly("a", "b", "c");
		assertThat(this.fields.tokens("X-One")).isEmpty();
		assertThat(this.fields.tokens("absent")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '#', quoteCharacter = '~',
			value = { "~~#~~", "~,~#~~", "~ , \t, ~#~~", "a#a", "~ a ~#a", "~\ta\t,\tb\t~#a|b", "~,,a,,b,,~#a|b",
					"a b,c#a b|c", "x=\"a, b\", c#x=\"a, b\"|c", "\"a\\\", b\",c#\"a\\\", b\"|c", "\"a,b#\"a,b",
					"a\", upgrade#a\", upgrade", "a\\,b#a\\|b", "\"\",\"\"#\"\"|\"\"" })
	void elementsAreWhole(String value, String elements) {
		HttpFields list = HttpFields.builder().add("L", value).build();
		assertThat(String.join("|", list.tokens("L"))).isEqualTo(elements);
		for (String element : list.tokens("L")) {
			assertThat(list.hasToken("l", element)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "WebSocket", "WEBSOCKET", "h2c, websocket", "websocket,h2c", ", websocket ,",
			"\twebsocket\t", "\"x\", websocket" })
	void aTokenIsFoundAmongWholeElementsInAnyLetterCase(String value) {
		assertThat(HttpFields.builder().add("Upgrade", value).build().hasToken("upgrade", "websocket")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "notwebsocket", "websocket2", "web socket", "websocket/13", "\"websocket\"",
			"websocket;q=1", "x=\"a, websocket, b\"", "\"a, websocket", "websocke", "ebsocket", "\u00B5websocket" })
	void aTokenIsNotFoundInPartsOfElements(String value) {
		assertThat(HttpFields.builder().add("Upgrade", value).build().hasToken("Upgrade", "websocket")).isFalse();
	}

	@Test
	void aTokenIsFoundOnALaterLine() {
		HttpFields lines = HttpFields.builder().add("Connection", "keep-alive").add("connection", "Upgrade").build();
		assertThat(lines.hasToken("Connection", "upgrade")).isTrue();
	}

	@Test
	void fieldsKeepTheirOrder() {
		List<String> seen = new ArrayList<>();
		this.fields.forEach((name, value) -> seen.add(name + "=" + value));
		assertThat(seen).containsExactly("Host=example.com", "Accept=a, b", "X-One=", "ACCEPT=c");
		assertThat(this.fields.size()).isEqualTo(4);
	}

	@Test
	void aBuilderGrowsAndMayGoOn() {
		HttpFields.Builder builder = HttpFields.builder();
		assertThat(builder.build()).isSameAs(HttpFields.EMPTY);
		for (int i = 0; i < 50; i++) {
			builder.add("N" + i, "v" + i);
		}
		HttpFields first = builder.build();
		HttpFields second = builder.addAll(this.fields).build();
		assertThat(first.size()).isEqualTo(50);
		assertThat(first.get("n49")).isEqualTo("v49");
		assertThat(second.size()).isEqualTo(54);
		assertThat(second.all("Accept")).containsExactly("a, b", "c");
	}

	@Test
	void blanksAroundAValueAreNoPartOfIt() {
		assertThat(HttpFields.builder().add("A", " \ta b\t ").build().get("A")).isEqualTo("a b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX: y", "a\n", "a\r", "\0", "\u0001", "\u007F", "\u0100", "\u010A", "\uD83D\uDE00" })
	void aValueCannotHoldLineBreaksOrOtherControlCharacters(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> HttpFields.builder().add("Name", value))
			.withMessageContaining("Name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a:", "a\r\n", "\u00E4", "a\0", "(a)" })
	void aNameIsAToken(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> HttpFields.builder().add(name, "v"))
			.withMessageContaining("token");
	}

	@Test
	void equalityRegardsOrderAndValuesButNotTheLetterCaseOfNames() {
		HttpFields same = HttpFields.builder()
			.add("host", "example.com")
			.add("accept", "a, b")
			.add("x-one", "")
			.add("accept", "c")
			.build();
		assertThat(same).isEqualTo(this.fields).hasSameHashCodeAs(this.fields);
		assertThat(HttpFields.builder().add("Host", "Example.com").build())
			.isNotEqualTo(HttpFields.builder().add("Host", "example.com").build());
		assertThat(this.fields).isNotEqualTo(HttpFields.EMPTY).isNotEqualTo("Host");
	}

	@Test
	void valuesAreNotShownForTheyMayBeCredentials() {
		HttpFields secret = HttpFields.builder().add("Authorization", "Basic c2VjcmV0").add("Cookie", "id=1").build();
		assertThat(secret).hasToString("HttpFields[Authorization, Cookie]");
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", ",", "\\", "\"", "a,", "\"\\\",", ",\"", "a ", "=\"" })
	void listsAreReadInLinearTime(String unit) {
		Growth.assertLinear((size) -> HttpFields.builder().add("L", "x," + unit.repeat(size / unit.length())).build(),
				(list) -> {
					list.tokens("L");
					list.hasToken("L", "websocket");
				});
	}

}
