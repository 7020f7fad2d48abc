package io.wsboot.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.wsboot.protocol.http.HeadSplits.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HeadDecoderTests {

	private static final String HOST = "Host: h\r\n";

	@Test
	void aRequestHeadIsTakenApart() {
		RequestHead head = HeadSplits.request(
				"GET /chat?x=1 HTTP/1.1\r\nHost: example.com\r\nX-Empty:\r\nX-Padded: \t a\tb \t\r\nx-latin:\u00E4\r\n\r\n")
			.request();
		HttpFields fields = HttpFields.builder()
			.add("Host", "example.com")
			.add("X-Empty", "")
			.add("X-Padded", "a\tb")
			.add("x-latin", "\u00E4")
			.build();
		assertThat(head).isEqualTo(new RequestHead("GET", "/chat?x=1", 1, fields));
	}

	@Test
	void http10IsReadAndSaysSo() {
		assertThat(HeadSplits.request("GET / HTTP/1.0\r\n\r\n").request())
			.isEqualTo(new RequestHead("GET", "/", 0, HttpFields.EMPTY));
	}

	/** RFC 9112 §3. */
	@ParameterizedTest
	@ValueSource(strings = { "GET", "GET /", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
			"GET\t/ HTTP/1.1", "GET / http/1.1", "GET / HTTP/1", "GET / HTTP/1.", "GET / HTTP/1.1.1", "GET / HTTP/11",
			"GET / HTTP/x.1", "GET / HTTP/1.x", "GET / HTTP/1,1", "GET / HTTQ/1.1", "GET HTTP/1.1", "/ HTTP/1.1",
			"GET /a b HTTP/1.1", "G@T / HTTP/1.1", "GET", "GET ", "(GET) / HTTP/1.1", "\u00C4 / HTTP/1.1" })
	void aRequestLineIsAMethodATargetAndAVersion(String line) {
		Outcome outcome = HeadSplits.request(line + "\r\n" + HOST + "\r\n");
		assertThat(outcome.status()).isEqualTo(400);
		assertThat(outcome.sentence()).startsWith("The request line must be");
	}

	/** RFC 9112 §3.2. */
	@ParameterizedTest
	@ValueSource(strings = { "*", "h:80", "a", "?a", "/\u00E4", "/a#b", "/<a>", "/%", "/%4", "ftp://h/", "http:///",
			"http://u:p@h/", "http://h:0/" })
	void aTargetIsAPathOrAnAbsoluteUri(String target) {
		Outcome outcome = HeadSplits.request("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
		assertThat(outcome.status()).isEqualTo(400);
		assertThat(outcome.sentence()).startsWith("The target of the request must be");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.9", "1.2", "1.9", "2.0", "3.0", "9.9", "0.0", "0.1" })
	void otherVersionsAreNotSupported(String version) {
		assertThat(HeadSplits.request("GET / HTTP/" + version + "\r\n" + HOST + "\r\n").status()).isEqualTo(505);
	}

	/** RFC 9112 §2.2: robust against a client that ends its body with an empty line. */
	@Test
	void oneEmptyLineBeforeARequestIsPassedOver() {
		assertThat(HeadSplits.request("\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n").request().method()).isEqualTo("GET");
		assertThat(HeadSplits.request("\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n").status()).isEqualTo(400);
		assertThat(HeadSplits.response("\r\nHTTP/1.1 200 OK\r\n\r\n").status()).isEqualTo(502);
	}

	@Test
	void bytesBehindTheHeadAreLeft() {
		Outcome outcome = HeadSplits.request("GET / HTTP/1.1\r\n" + HOST + "\r\n\u0081\u0085rest\r\n\r\n\0");
		assertThat(outcome.request().path()).isEqualTo("/");
		assertThat(outcome.rest()).isEqualTo("\u0081\u0085rest\r\n\r\n\0");
	}

	@Test
	void anIncompleteHeadIsNoHead() {
		String wire = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
		for (int length = 0; length < wire.length(); length++) {
			assertThat(HeadSplits.request(wire.substring(0, length))).isEqualTo(new Outcome(null, 0, "", ""));
		}
	}

	@Test
	void aDecoderReadsOneHeadAfterTheOther() throws HttpException {
		HeadDecoder decoder = HeadDecoder.requests(HeadLimits.DEFAULTS);
		ByteBuffer in = buffer(
				"GET /1 HTTP/1.1\r\n" + HOST + "\r\n\r\nGET /2 HTTP/1.1\r\n" + HOST + "A: b\r\n\r\nGET /3");
		assertThat(decoder.decode(in)).isTrue();
		assertThat(decoder.requestHead().path()).isEqualTo("/1");
		assertThat(decoder.decode(in)).isTrue();
		assertThat(decoder.requestHead().path()).isEqualTo("/2");
		assertThat(decoder.requestHead().fields().size()).isEqualTo(2);
		assertThat(decoder.decode(in)).isFalse();
		assertThatIllegalStateException().isThrownBy(decoder::requestHead);
		assertThat(decoder.decode(buffer("3 HTTP/1.1\r\n" + HOST + "\r\n"))).isTrue();
		assertThat(decoder.requestHead().path()).isEqualTo("/33");
		assertThatIllegalStateException().isThrownBy(decoder::responseHead);
	}

	@Test
	void afterAFaultNothingIsReadAnyMore() {
		HeadDecoder decoder = HeadDecoder.requests(HeadLimits.DEFAULTS);
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> decoder.decode(buffer("\0")));
		ByteBuffer valid = buffer("GET / HTTP/1.1\r\n" + HOST + "\r\n");
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> decoder.decode(valid))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
		assertThat(valid.position()).isZero();
		assertThatIllegalStateException().isThrownBy(decoder::requestHead);
	}

	@Test
	void aResponseHeadIsTakenApart() throws HttpException {
		ResponseHead head = HeadSplits.response("HTTP/1.1 404 Not \u00E4ny where\r\nA: b\r\n\r\nbody").response();
		assertThat(head)
			.isEqualTo(new ResponseHead(404, "Not \u00E4ny where", HttpFields.builder().add("A", "b").build()));
		assertThat(HeadSplits.response("HTTP/1.0 200 \r\n\r\n").response().reason()).isEmpty();
		HeadDecoder decoder = HeadDecoder.responses(HeadLimits.DEFAULTS);
		assertThat(decoder.decode(buffer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching"))).isTrue();
		assertThatIllegalStateException().isThrownBy(decoder::requestHead);
	}

	/** RFC 9112 §4. */
	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 200", "HTTP/1.1  200 OK",
			"HTTP/1.1 200\tOK", "HTTP/1.1 2000 OK", "HTTP/1.1 099 X", "HTTP/1.1 600 X", "HTTP/1.1 1x1 X",
			"HTTP/1.1 11x X", "HTTP/1.1 -01 X", "http/1.1 200 OK", "HTTP/1.1\t200 OK", "HTTP/1.x 200 OK",
			"HTTP/2.0 200 OK", "HTTP/1.2 200 OK", "HTTP/1.0 101 Switching Protocols", "ICY 200 OK          ",
			"GET / HTTP/1.1" })
	void aStatusLineIsAVersionAStatusAndAReason(String line) {
		assertThat(HeadSplits.response(line + "\r\nA: b\r\n\r\n").status()).isEqualTo(502);
	}

	@Test
	void everyFaultOfAResponseIsOneOfAnInvalidAnswer() {
		HeadLimits limits = new HeadLimits(32, 64, 1);
		assertThat(HeadSplits.response("HTTP/1.1 200 OK\nA: b\r\n\r\n").status()).isEqualTo(502);
		assertThat(HeadSplits.response("HTTP/1.1 200 OK\r\nA : b\r\n\r\n").status()).isEqualTo(502);
		assertThat(HeadSplits.response("HTTP/1.1 200 " + "x".repeat(20) + "\r\n", limits).status()).isEqualTo(502);
		assertThat(HeadSplits.response("HTTP/1.1 200 OK\r\nA: b\r\nB: c\r\n\r\n", limits).status()).isEqualTo(502);
		assertThat(HeadSplits.response("HTTP/1.1 200 OK\r\nA: " + "x".repeat(50), limits).status()).isEqualTo(502);
	}

	/** The request line is 16 bytes long without its target's filling. */
	@ParameterizedTest
	@CsvSource({ "16,16,0", "17,16,414", "17,17,0", "8192,8192,0", "8193,8192,414" })
	void aRequestLineIsAtMostAsLongAsItsLimit(int length, int limit, int status) {
		HeadLimits limits = new HeadLimits(limit, 65536, 100);
		String wire = "GET /" + "x".repeat(length - 14) + " HTTP/1.1\r\n" + HOST + "\r\n";
		assertThat(HeadSplits.request(wire, limits).status()).isEqualTo(status);
		assertThat(HeadSplits.request("\r\n" + wire, limits).status()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "64,64,0", "65,64,431", "65,65,0", "65536,65536,0", "65537,65536,431" })
	void aHeadIsAtMostAsLargeAsItsLimit(int size, int limit, int status) {
		String start = "GET / HTTP/1.1\r\n" + HOST + "A: ";
		String wire = start + "x".repeat(size - start.length() - 4) + "\r\n\r\n";
		assertThat(wire).hasSize(size);
		Outcome outcome = HeadSplits.request(wire + "next", new HeadLimits(16, limit, 100));
		assertThat(outcome.status()).isEqualTo(status);
		assertThat(outcome.rest()).isEqualTo((status == 0) ? "next" : "");
	}

	@Test
	void aHeadHasAtMostAsManyFieldsAsItsLimit() {
		String wire = "GET / HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(99);
		assertThat(HeadSplits.request(wire + "\r\n").request().fields().size()).isEqualTo(100);
		assertThat(HeadSplits.request(wire + "A: b\r\n\r\n").status()).isEqualTo(431);
	}

	@Test
	void sentencesOfLimitsNameTheLimit() {
		HeadLimits limits = new HeadLimits(16, 48, 1);
		assertThat(HeadSplits.request("GET /" + "x".repeat(99), limits).sentence()).contains("16 bytes");
		assertThat(HeadSplits.request("GET / HTTP/1.1\r\n" + HOST + "A: b\r\n", limits).sentence()).contains("1 are");
		assertThat(HeadSplits.request("GET / HTTP/1.1\r\nA:" + "x".repeat(99), limits).sentence()).contains("48 bytes");
	}

	@Test
	void aBrokenByteWithinALongLineIsWhatItIs() {
		HeadLimits limits = new HeadLimits(16, 4096, 100);
		assertThat(HeadSplits.request("GET /" + "x".repeat(11) + "\0", limits).status()).isEqualTo(400);
		assertThat(HeadSplits.request("GET /" + "x".repeat(12) + "\0", limits).status()).isEqualTo(414);
	}

	@Test
	void memoryFollowsTheBytesReceivedAndIsFreedWithTheHead() throws HttpException {
		HeadDecoder decoder = HeadDecoder.requests(HeadLimits.DEFAULTS);
		String line = "GET / HTTP/1.1\r\n";
		long drip = Growth.allocated(line, (text) -> {
			for (int i = 0; i < text.length(); i++) {
				assertThatDecodes(decoder, buffer(text.substring(i, i + 1)), false);
			}
		});
		assertThat(drip).isLessThan(16 * 1024);
	}

	@Test
	void smallHeadsBeforeMuchInputAreReadInLinearTime() {
		Growth.assertLinear((size) -> buffer(("GET / HTTP/1.1\r\n" + HOST + "\r\n").repeat(size / 27)), (in) -> {
			HeadDecoder decoder = HeadDecoder.requests(HeadLimits.DEFAULTS);
			in.rewind();
			while (in.hasRemaining()) {
				assertThatDecodes(decoder, in, true);
			}
		});
	}

	@Test
	void seededNoiseRaisesHttpExceptionAndNothingElse() {
		String wire = String.join("\r\n", "GET /chat?a=%41 HTTP/1.1", "Host: [::1]:80", "Upgrade: websocket",
				"Content-Length: 0", "X: \"a, b\", c", "", "");
		Random random = new Random(9112);
		int heads = 0;
		for (int round = 0; round < 2000; round++) {
			byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
			for (int i = random.nextInt(4); i > 0; i--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			Outcome request = HeadSplits.request(new String(bytes, StandardCharsets.ISO_8859_1));
			assertThat(request.status()).isIn(0, 400, 501, 505);
			heads += (request.head() != null) ? 1 : 0;
		}
		assertThat(heads).isBetween(500, 1999);
	}

	private static void assertThatDecodes(HeadDecoder decoder, ByteBuffer in, boolean complete) {
		try {
			assertThat(decoder.decode(in)).isEqualTo(complete);
		}
		catch (HttpException ex) {
			throw new AssertionError(ex);
		}
	}

	private static ByteBuffer buffer(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
