package io.wsboot.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.wsboot.protocol.http.HeadSplits.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a hostile or broken client may do with a head, one test a threat.
 */
class HeadThreatsTests {

	private static final String START = "GET / HTTP/1.1\r\nHost: h\r\n";

	@Test
	void veryLongUri() {
		assertThat(HeadSplits.request("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: h\r\n\r\n").status())
			.isEqualTo(414);
	}

	@Test
	void veryLongHeaderValue() {
		assertThat(HeadSplits.request(START + "A: " + "x".repeat(100_000) + "\r\n\r\n").status()).isEqualTo(431);
	}

	@Test
	void manyHeaders() {
		assertThat(HeadSplits.request(START + "A: b\r\n".repeat(5000) + "\r\n").status()).isEqualTo(431);
	}

	@Test
	void endlessHeadKeepsMemoryFlat() {
		byte[] kilobyte = "x".repeat(1024).getBytes(StandardCharsets.ISO_8859_1);
		HeadDecoder decoder = HeadDecoder.requests(HeadLimits.DEFAULTS);
		long allocated = Growth.allocated(decoder, (endless) -> {
			assertThatExceptionOfType(HttpException.class).isThrownBy(() -> {
				endless.decode(ByteBuffer.wrap((START + "A: ").getBytes(StandardCharsets.ISO_8859_1)));
				for (int i = 0; i < 8 * 1024; i++) {
					endless.decode(ByteBuffer.wrap(kilobyte));
				}
			}).satisfies((ex) -> assertThat(ex.status()).isEqualTo(431));
		});
		assertThat(allocated).isLessThan(8 * 64 * 1024);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "blank before colon|A : b", "tab before colon|A\t: b", "NUL|A: b{00}c", "NUL in name|A{00}: b",
					"bare CR|A: b{0D}c", "bare CR at the end|A: b{0D}", "bare LF|A: b{0A}B: c", "folded line| b",
					"folded line by tab|{09}b", "line of blanks|` `", "line without colon|A", "empty name|: b",
					"colon alone|:", "illegal name characters|A(b): c", "at sign in name|A@b: c",
					"slash in name|A/b: c", "Latin-1 in name|{E4}: b", "control character|A: {01}", "DEL|A: {7F}",
					"vertical tab|A: {0B}", "form feed|A: {0C}", "escape|A: {1B}", "blank in name|A b: c" })
	void malformedHead(String what, String line) {
		Outcome outcome = HeadSplits.request(START + unescape(line) + "\r\n\r\n");
		assertThat(outcome.status()).as(what).isEqualTo(400);
	}

	@Test
	void malformedHeadByLineEndsOfOtherKinds() {
		assertThat(HeadSplits.request("GET / HTTP/1.1\nHost: h\n\n").status()).isEqualTo(400);
		assertThat(HeadSplits.request(START + "\n").status()).isEqualTo(400);
		assertThat(HeadSplits.request(START + "\r\r\n").status()).isEqualTo(400);
		assertThat(HeadSplits.request("\nGET / HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(400);
		assertThat(HeadSplits.request("GET / HTTP/1.1\r\n Host: h\r\n\r\n").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Host: a\r\nHost: a\r\n", "Host: a\r\nhost: b\r\n", "Host:\r\n", "Host: a b\r\n",
			"Host: a, b\r\n", "Host: a,b\r\n", "Host: a/b\r\n", "Host: u@a\r\n", "Host: a:b\r\n", "Host: [::1\r\n",
			"Host: a:99999\r\n", "Host: http://a\r\n" })
	void hostMissingOrRepeated(String fields) {
		assertThat(HeadSplits.request("GET / HTTP/1.1\r\n" + fields + "\r\n").status()).isEqualTo(400);
		assertThat(HeadSplits.request("GET http://a/ HTTP/1.1\r\n" + fields + "\r\n").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Transfer-Encoding: chunked{0D}{0A}Content-Length: 5|400",
			"Content-Length: 5{0D}{0A}Transfer-Encoding: chunked|400", "Content-Length: 5{0D}{0A}Content-Length: 6|400",
			"Content-Length: 5, 6|400", "Content-Length: -5|400", "Content-Length: +5|400", "Content-Length: 0x5|400",
			"Content-Length:|400", "Content-Length: 99999999999999999999|400", "Transfer-Encoding: gzip|501",
			"Transfer-Encoding: gzip, chunked|501", "Transfer-Encoding: chunked, gzip|400",
			"Transfer-Encoding: xchunked|501", "Transfer-Encoding: {0B}chunked|400", "Transfer-Encoding : chunked|400",
			"Transfer-Encoding:|400", "Transfer-Encoding: chunked{0D}{0A}Transfer-Encoding: chunked|400" })
	void contentLengthAndTransferEncoding(String fields, int status) {
		String second = "GET /second HTTP/1.1\r\nHost: h\r\n\r\n";
		Outcome outcome = HeadSplits.request("POST / HTTP/1.1\r\nHost: h\r\n" + unescape(fields) + "\r\n\r\n" + second);
		assertThat(outcome.status()).isEqualTo(status);
	}

	@Test
	void framesInTheSameSegmentAsTheHead() {
		String frame = "\u0081\u00857\u00FA!=\u007F\u009FMQX";
		assertThat(HeadSplits.request(START + "Upgrade: websocket\r\n\r\n" + frame).rest()).isEqualTo(frame);
	}

	@Test
	void headSplitAtEveryByte() {
		RequestHead head = HeadSplits.request(START + "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\r\n")
			.request();
		assertThat(head.fields().get("Connection")).isEqualTo("keep-alive, Upgrade");
	}

	@Test
	void tlsBytesOnThePlainPortAreRefusedAtTheFirstByte() {
		assertThat(HeadSplits.request("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003").status())
			.isEqualTo(400);
		assertThat(HeadSplits.request("\u0016").status()).isEqualTo(400);
	}

	@Test
	void http2BytesOnThePlainPort() {
		assertThat(HeadSplits.request("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status()).isEqualTo(505);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /MARK HTTP/1.9\r\n", "GET /MARK HTTP/1.1 MARK\r\n", "MARK\r\n",
			"GET MARK HTTP/1.1\r\n", "GET /MARK HTTP/1.1\r\nHost: MARK MARK\r\n\r\n",
			"GET / HTTP/1.1\r\nMARK MARK: MARK\r\n", "GET / HTTP/1.1\r\nMARK\r\n", "GET / HTTP/1.1\r\n MARK\r\n",
			"GET /MARK HTTP/1.1\r\nHost: h\r\nContent-Length: MARK\r\n\r\n",
			"GET /MARK HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: MARK\r\n\r\n", "GET /MARK HTTP/1.1\r\n\r\n" })
	void requestDataIsNotReflected(String wire) {
		Outcome outcome = HeadSplits.request(wire);
		assertThat(outcome.status()).isGreaterThanOrEqualTo(400);
		assertThat(outcome.sentence()).isNotBlank().endsWith(".").doesNotContain("MARK");
	}

	/** Turns {0D} into the byte 0x0D. */
	private static String unescape(String text) {
		StringBuilder plain = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '{') {
				plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
				i += 3;
			}
			else {
				plain.append(text.charAt(i));
			}
		}
		return plain.toString();
	}

}
