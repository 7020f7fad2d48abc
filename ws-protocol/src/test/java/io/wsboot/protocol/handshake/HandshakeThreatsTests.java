package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.wsboot.protocol.http.Growth;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.protocol.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a hostile or broken client may do with the opening handshake, one test a threat.
 */
class HandshakeThreatsTests {

	@ParameterizedTest
	@ValueSource(strings = { "Host: a", "host: server.example.com" })
	void hostRepeated(String field) {
		assertThat(UpgradeRequest.valid().with(field).refusal().status()).isEqualTo(400);
	}

	@Test
	void hostMissing() {
		assertThat(UpgradeRequest.valid().without("Host").refusal().status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "GET /chat HTTP/1.0,426", "GET /chat HTTP/2.0,505", "GET /chat HTTP/1.2,505", "get /chat HTTP/1.1,405",
			"Get /chat HTTP/1.1,405", "POST /chat HTTP/1.1,405", "HEAD /chat HTTP/1.1,405",
			"OPTIONS /chat HTTP/1.1,405", "CONNECT server.example.com:80 HTTP/1.1,400", "OPTIONS * HTTP/1.1,400",
			"GET /chat http/1.1,400", "GET /chat,400" })
	void http10Http20LowerCaseMethodOrPostAsUpgrade(String line, int status) {
		ResponseHead refusal = UpgradeRequest.valid().line(line).refusal();
		assertThat(refusal.status()).isEqualTo(status);
		assertThat(refusal.fields().get("Allow")).isEqualTo((status == 405) ? "GET" : null);
		assertThat(refusal.fields().hasToken("Upgrade", "websocket")).isEqualTo(status == 426);
	}

	@ParameterizedTest
	@CsvSource({ "Upgrade,notwebsocket", "Upgrade,websocket2", "Upgrade,websocket/13", "Upgrade,h2c", "Upgrade,''",
			"Upgrade,'\"websocket\"'", "Upgrade,'x=\"a, websocket\"'", "Connection,close", "Connection,keep-alive",
			"Connection,Upgrades", "Connection,no-Upgrade", "Connection,''", "Connection,'x Upgrade'" })
	void upgradeOrConnectionOtherTokenOrSubstring(String name, String value) {
		ResponseHead refusal = UpgradeRequest.valid().changed(name, value).refusal();
		assertUpgradeRequired(refusal);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Upgrade", "Connection" })
	void upgradeOrConnectionMissing(String name) {
		assertUpgradeRequired(UpgradeRequest.valid().without(name).refusal());
	}

	@ParameterizedTest
	@CsvSource({ "Upgrade,WebSocket", "Upgrade,WEBSOCKET", "Upgrade,'h2c, websocket'",
			"Connection,'keep-alive, UPGRADE'", "Connection,',upgrade,'", "Connection,'upgrade,keep-alive'" })
	void tokenListsAreComparedWholeAndInAnyLetterCase(String name, String value) throws Exception {
		ServerHandshake handshake = UpgradeRequest.valid().changed(name, value).check();
		assertThat(handshake.accept(null, HttpFields.EMPTY).fields().get("Sec-WebSocket-Accept"))
			.isEqualTo(UpgradeRequest.ACCEPT);
	}

	@Test
	void tokenListsAreReadOverSeveralLines() throws Exception {
		ServerHandshake handshake = UpgradeRequest.valid()
			.changed("Connection", "keep-alive")
			.with("connection: upgrade")
			.changed("Upgrade", "h2c")
			.with("UPGRADE: websocket")
			.check();
		assertThat(handshake.subprotocols()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
			"dGhlIHNhbXBsZSBub25jZXg=", "dGhlIHNhbXBsZSBub25jZXh4", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZQ=,",
			"dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j!Q==",
			"dGhlIHNhbXBsZS1ub25j-Q==", "dGhlIHNhbXBsZSBub25j_Q==", "dGhl IHNhbXBsZSBub25jZ==",
			"====================ZQ==", "\"dGhlIHNhbXBsZSBub25jZQ==\"", "dGhlIHNhbXBsZSBub25j\u00E4Q==" })
	void keyNotBase64OrNot16Bytes(String key) {
		assertThat(UpgradeRequest.valid().changed("Sec-WebSocket-Key", key).refusal().status()).isEqualTo(400);
	}

	@Test
	void keyMissingOrRepeated() {
		assertThat(UpgradeRequest.valid().without("Sec-WebSocket-Key").refusal().status()).isEqualTo(400);
		assertThat(UpgradeRequest.valid().with("sec-websocket-key: " + UpgradeRequest.KEY).refusal().status())
			.isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "0,426", "1,426", "7,426", "8,426", "12,426", "14,426", "130,426", "255,426", "256,400", "999,400",
			"13x,400", "x13,400", "'',400", "013,400", "00,400", "-13,400", "+13,400", "13.0,400", "1 3,400",
			"'13, 8',400", "'13,13',400", "1313,400", "'\"13\"',400", "\u00B9\u00B3,400" })
	void versionOtherThan13NotANumberOrOldDrafts(String version, int status) {
		ResponseHead refusal = UpgradeRequest.valid().changed("Sec-WebSocket-Version", version).refusal();
		assertThat(refusal.status()).isEqualTo(status);
		assertThat(refusal.fields().all("Sec-WebSocket-Version")).containsExactly("13");
	}

	@Test
	void versionMissing() {
		assertUpgradeRequired(UpgradeRequest.valid().without("Sec-WebSocket-Version").refusal());
	}

	@ParameterizedTest
	@ValueSource(strings = { "13", "8" })
	void versionRepeated(String second) {
		ResponseHead refusal = UpgradeRequest.valid().with("sec-websocket-version: " + second).refusal();
		assertThat(refusal.status()).isEqualTo(400);
		assertThat(refusal.fields().all("Sec-WebSocket-Version")).containsExactly("13");
	}

	@Test
	void anOldDraftIsToldTheVersionThoughItsKeysAreOthers() {
		assertUpgradeRequired(UpgradeRequest.valid()
			.without("Sec-WebSocket-Version")
			.without("Sec-WebSocket-Key")
			.with("Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5")
			.with("Sec-WebSocket-Key2: 12998 5 Y3 1  .P00")
			.refusal());
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 1", "Content-Length: 5", "Content-Length: x", "Content-Length: -1",
			"Content-Length:", "Transfer-Encoding: chunked", "Transfer-Encoding: CHUNKED",
			"Content-Length: 0\r\nContent-Length: 0", "Content-Length: 0\r\nTransfer-Encoding: chunked" })
	void requestBodyOnAnUpgrade(String field) {
		assertThat(UpgradeRequest.valid().with(field).refusal().status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", ",", "\\", "a,", "a\\,", "\"", "\"\\\",", "a;", "a;b=\"c\",", "a;b=\"\\c\\", ";", "=",
			"a=", "a b", "\t,\t" })
	void pathologicalProtocolAndExtensionLists(String unit) {
		Growth.assertLinear((size) -> request(unit.repeat(size / unit.length())), HandshakeThreatsTests::judge);
	}

	@Test
	void pathologicalListsOfDifferentNamesWithOneHash() {
		Growth.assertLinear((size) -> {
			StringBuilder names = new StringBuilder(size);
			for (int i = 0; names.length() < size; i++) {
				for (int bit = 0; bit < 16; bit++) {
					names.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
				}
				names.append(',');
			}
			return request(names.toString());
		}, HandshakeThreatsTests::judge);
	}

	@Test
	void unofferedSubprotocolInTheResponse() throws Exception {
		ServerHandshake none = UpgradeRequest.valid().check();
		ServerHandshake some = UpgradeRequest.valid().with("Sec-WebSocket-Protocol: chat").check();
		assertThatIllegalArgumentException().isThrownBy(() -> none.accept("chat", HttpFields.EMPTY));
		assertThatIllegalArgumentException().isThrownBy(() -> some.accept("Chat", HttpFields.EMPTY));
		assertThatIllegalArgumentException().isThrownBy(() -> some.accept("", HttpFields.EMPTY));
	}

	@Test
	void unofferedExtensionInTheResponse() throws Exception {
		HttpFields answer = UpgradeRequest.valid()
			.with("Sec-WebSocket-Extensions: permessage-deflate")
			.check()
			.accept(null, HttpFields.EMPTY)
			.fields();
		assertThat(answer.contains("Sec-WebSocket-Extensions")).isFalse();
	}

	@Test
	void crLfReachingAResponseHeader() throws Exception {
		ServerHandshake handshake = UpgradeRequest.valid()
			.line("GET /%0d%0aX-Evil:1?a=%0d%0aX-Evil:1 HTTP/1.1")
			.with("Sec-WebSocket-Protocol: a%0d%0aX-Evil")
			.check();
		ResponseHead head = handshake.accept(handshake.subprotocols().get(0), HttpFields.EMPTY);
		assertThat(head.encode()).asString(StandardCharsets.ISO_8859_1)
			.endsWith("\r\nSec-WebSocket-Protocol: a%0d%0aX-Evil\r\n\r\n")
			.doesNotContain("\r\nX-Evil");
		assertThatIllegalArgumentException().isThrownBy(() -> handshake.accept("a\r\nX-Evil: 1", HttpFields.EMPTY));
		assertThatIllegalArgumentException().isThrownBy(() -> HttpFields.builder().add("X", "a\r\nX-Evil: 1"));
	}

	/** The mark stands in every place of the request: none of it comes back. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Upgrade|MARK", "Connection|MARK", "Sec-WebSocket-Key|MARK",
			"Sec-WebSocket-Version|MARK", "Host|MARK MARK" })
	void requestDataIsNotReflected(String name, String value) {
		ResponseHead refusal = UpgradeRequest.valid()
			.line("GET /MARK?MARK HTTP/1.1")
			.with("MARK: MARK")
			.with("Origin: MARK")
			.with("Sec-WebSocket-Protocol: MARK")
			.changed(name, value)
			.refusal();
		assertThat(new String(refusal.encode(), StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT))
			.doesNotContain("MARK");
	}

	@ParameterizedTest
	@ValueSource(strings = { "MARK MARK", "\"MARK", "MARK;MARK=\"", ";MARK" })
	void listsAreNotReflectedInTheSentence(String value) throws HttpException {
		for (String name : new String[] { "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions" }) {
			RequestHead head = UpgradeRequest.valid().with(name + ": " + value).head();
			assertThat(sentence(head)).startsWith(name).doesNotContain("MARK");
		}
	}

	/** The origin itself is compared elsewhere. */
	@Test
	void twoOriginHeaders() {
		assertThat(UpgradeRequest.valid()
			.with("Origin: http://server.example.com")
			.with("origin: http://server.example.com")
			.refusal()
			.status()).isEqualTo(400);
	}

	private static void assertUpgradeRequired(ResponseHead refusal) {
		assertThat(refusal.status()).isEqualTo(426);
		assertThat(refusal.fields().all("Sec-WebSocket-Version")).containsExactly("13");
		assertThat(refusal.fields().all("Upgrade")).containsExactly("websocket");
		assertThat(refusal.fields().hasToken("Connection", "Upgrade")).isTrue();
	}

	private static RequestHead request(String list) {
		HttpFields fields = HttpFields.builder()
			.add("Host", "h")
			.add("Upgrade", "websocket")
			.add("Connection", "Upgrade")
			.add("Sec-WebSocket-Version", "13")
			.add("Sec-WebSocket-Key", UpgradeRequest.KEY)
			.add("Sec-WebSocket-Protocol", list)
			.build();
		return new RequestHead("GET", "/", 1, fields);
	}

	private static void judge(RequestHead head) {
		assertThat(sentence(head)).startsWith("Sec-WebSocket-Protocol");
		try {
			ExtensionOffer.parse(head.fields().all("Sec-WebSocket-Protocol"));
		}
		catch (HandshakeException ex) {
			assertThat(ex.status()).isEqualTo(400);
		}
	}

	private static String sentence(RequestHead head) {
		try {
			ServerHandshake.check(head);
			return "";
		}
		catch (HandshakeException ex) {
			return ex.getMessage();
		}
	}

}
