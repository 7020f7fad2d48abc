package io.wsboot.protocol.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RequestHeadTests {

	private static final HttpFields HOST = HttpFields.builder().add("Host", "h").add("X-Latin", "\u00E4").build();

	@Test
	void aHeadIsWrittenAsItWasRead() {
		String wire = "GET /a?b=c HTTP/1.1\r\nHost: h\r\nX-Latin: \u00E4\r\n\r\n";
		byte[] bytes = new RequestHead("GET", "/a?b=c", 1, HOST).encode();
		assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(wire);
		assertThat(HeadSplits.request(wire).request().encode()).isEqualTo(bytes);
		assertThat(new RequestHead("PUT", "/", 0, HttpFields.EMPTY).encode()).asString(StandardCharsets.ISO_8859_1)
			.isEqualTo("PUT / HTTP/1.0\r\n\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "/,/,", "/a/b,/a/b,", "/a?,/a,''", "/a?b?c,/a,b?c", "/?x,/,x", "//a,//a,", "http://h,/,",
			"HTTPS://h?x,/,x", "ws://h:80/a?b,/a,b", "wss://[::1]/a/,/a/,", "/a?u=http://x/y,/a,u=http://x/y",
			"/%2e%2E/a,/%2e%2E/a," })
	void pathAndQueryAreRaw(String target, String path, String query) {
		RequestHead head = new RequestHead("GET", target, 1, HOST);
		assertThat(head.path()).isEqualTo(path);
		assertThat(head.query()).isEqualTo(query);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "a", "?a", "h:80", "ftp://h/", "http:/h", "http:///a", "http://", "http://?a",
			"http://u@h/", "http://h:x/", "http://h/a#b", "http://h\\a", "http://h/%", "http\u017F://h/", "/a b",
			"/a\r\n", "/\u0100", "/a#b", "://h", "javascript:alert(1)" })
	void otherTargetsAreRefused(String target) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestHead("GET", target, 1, HOST))
			.withMessageContaining("target");
	}

	@Test
	void aMethodIsATokenAndAVersionIs10Or11() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestHead("G T", "/", 1, HOST))
			.withMessageContaining("method");
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestHead("GET", "/", 2, HOST))
			.withMessageContaining("version");
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestHead("GET", "/", -1, HOST))
			.withMessageContaining("version");
	}

	@Test
	void queryAndValuesAreNotShownForTheyMayBeCredentials() {
		assertThat(new RequestHead("GET", "/a?token=secret", 1, HOST))
			.hasToString("RequestHead[GET /a HTTP/1.1, HttpFields[Host, X-Latin]]");
	}

}
