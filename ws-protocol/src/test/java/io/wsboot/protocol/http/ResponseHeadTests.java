package io.wsboot.protocol.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResponseHeadTests {

	@Test
	void aHeadIsWrittenAsItWasRead() {
		String wire = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
		HttpFields fields = HttpFields.builder().add("Upgrade", "websocket").build();
		byte[] bytes = ResponseHead.of(101, fields).encode();
		assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(wire);
		assertThat(HeadSplits.response(wire).response()).isEqualTo(ResponseHead.of(101, fields));
	}

	@ParameterizedTest
	@CsvSource({ "101,Switching Protocols", "200,OK", "204,No Content", "206,Partial Content", "301,Moved Permanently",
			"302,Found", "304,Not Modified", "307,Temporary Redirect", "308,Permanent Redirect", "400,Bad Request",
			"401,Unauthorized", "403,Forbidden", "404,Not Found", "405,Method Not Allowed", "408,Request Timeout",
			"411,Length Required", "413,Content Too Large", "414,URI Too Long", "416,Range Not Satisfiable",
			"417,Expectation Failed", "426,Upgrade Required", "429,Too Many Requests",
			"431,Request Header Fields Too Large", "500,Internal Server Error", "501,Not Implemented",
			"502,Bad Gateway", "503,Service Unavailable", "505,HTTP Version Not Supported", "299,''" })
	void aStatusHasItsReason(int status, String reason) {
		ResponseHead head = ResponseHead.of(status, HttpFields.EMPTY);
		assertThat(head.reason()).isEqualTo(reason);
		assertThat(HeadSplits.response(new String(head.encode(), StandardCharsets.ISO_8859_1)).response())
			.isEqualTo(head);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 99, 600, -101 })
	void aStatusHasThreeDigitsOfWhichTheFirstIs1To5(int status) {
		assertThatIllegalArgumentException().isThrownBy(() -> ResponseHead.of(status, HttpFields.EMPTY))
			.withMessageContaining("100 and 599");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX: y", "\n", "\0", "\u0141" })
	void aReasonCannotEndItsLine(String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ResponseHead(200, reason, HttpFields.EMPTY))
			.withMessageContaining("reason");
	}

}
