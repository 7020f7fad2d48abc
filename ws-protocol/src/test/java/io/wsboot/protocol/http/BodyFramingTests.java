package io.wsboot.protocol.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * RFC 9112 §6: what a request says about its body.
 */
class BodyFramingTests {

	@Test
	void withoutFieldsThereIsNoBody() throws HttpException {
		BodyFraming framing = framing(1);
		assertThat(framing).isEqualTo(new BodyFraming(false, 0));
		assertThat(framing.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "1,1", "00012,12", "9223372036854775807,9223372036854775807",
			"000000000000000000000000000007,7" })
	void aLengthIsADecimalNumber(String value, long length) throws HttpException {
		BodyFraming framing = framing(1, "Content-Length", value);
		assertThat(framing).isEqualTo(new BodyFraming(false, length));
		assertThat(framing.isEmpty()).isEqualTo(length == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "+1", "1 2", "1,1", "0x10", "1.0", "1e3", "a", "9223372036854775808",
			"18446744073709551616", "99999999999999999999", "\u0661", "\u00B2" })
	void anythingElseIsNoLength(String value) {
		HttpFields.Builder fields = HttpFields.builder();
		fields.append("Content-Length", value);
		assertRefused(400, new RequestHead("POST", "/", 1, fields.build()));
	}

	@Test
	void aLengthIsGivenOnceEvenIfItIsTheSame() {
		assertRefused(400, 1, "Content-Length", "5", "Content-Length", "5");
		assertRefused(400, 1, "Content-Length", "5", "Content-Length", "6");
	}

	@ParameterizedTest
	@ValueSource(strings = { "chunked", "CHUNKED", " chunked ", ", chunked" })
	void chunkedIsTheOneCoding(String value) throws HttpException {
		BodyFraming framing = framing(1, "Transfer-Encoding", value);
		assertThat(framing).isEqualTo(new BodyFraming(true, 0));
		assertThat(framing.isEmpty()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '#', quoteCharacter = '~',
			value = { "~~#400", ",#400", "chunked, chunked#400", "chunked, gzip#400", "chunked, identity#400",
					"gzip, chunked#501", "gzip#501", "identity#501", "xchunked#501", "chunked;a=b#501",
					"\"chunked\"#501", "chunked chunked#501", "x=\"a, chunked\"#501" })
	void everyOtherCodingIsRefused(String value, int status) {
		assertRefused(status, 1, "Transfer-Encoding", value);
	}

	@Test
	void codingsOfSeveralLinesAreOneList() {
		assertRefused(400, 1, "Transfer-Encoding", "chunked", "transfer-encoding", "chunked");
		assertRefused(501, 1, "Transfer-Encoding", "gzip", "transfer-encoding", "chunked");
	}

	@Test
	void lengthAndCodingContradictEachOther() {
		assertRefused(400, 1, "Transfer-Encoding", "chunked", "Content-Length", "0");
		assertRefused(400, 1, "Content-Length", "5", "Transfer-Encoding", "gzip");
	}

	@Test
	void http10HasNoCodings() {
		assertRefused(400, 0, "Transfer-Encoding", "chunked");
	}

	@Test
	void aFramingIsALengthOrChunks() {
		assertThatIllegalArgumentException().isThrownBy(() -> new BodyFraming(false, -1));
		assertThatIllegalArgumentException().isThrownBy(() -> new BodyFraming(true, 1));
	}

	private static BodyFraming framing(int minorVersion, String... namesAndValues) throws HttpException {
		return BodyFraming.of(head(minorVersion, namesAndValues));
	}

	private static void assertRefused(int status, int minorVersion, String... namesAndValues) {
		assertRefused(status, head(minorVersion, namesAndValues));
	}

	private static void assertRefused(int status, RequestHead head) {
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> BodyFraming.of(head))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status));
	}

	private static RequestHead head(int minorVersion, String... namesAndValues) {
		HttpFields.Builder fields = HttpFields.builder();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			fields.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return new RequestHead("POST", "/", minorVersion, fields.build());
	}

}
