package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.protocol.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServerHandshakeTests {

	/** RFC 6455 §1.2 and §4.2.2. */
	@Test
	void theExampleOfTheRfcIsAnswered() throws Exception {
		ServerHandshake handshake = UpgradeRequest.valid()
			.with("Origin: http://example.com")
			.with("Sec-WebSocket-Protocol: chat, superchat")
			.check();
		assertThat(handshake.subprotocols()).containsExactly("chat", "superchat");
		assertThat(handshake.extensions()).isEmpty();
		assertThat(handshake.accept("chat", HttpFields.EMPTY).encode()).asString(StandardCharsets.ISO_8859_1)
			.isEqualTo(
					String.join("\r\n", "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
							"Sec-WebSocket-Accept: " + UpgradeRequest.ACCEPT, "Sec-WebSocket-Protocol: chat", "", ""));
	}

	@Test
	void withoutASubprotocolTheAnswerNamesNone() throws Exception {
		ResponseHead head = UpgradeRequest.valid()
			.with("Sec-WebSocket-Protocol: chat")
			.check()
			.accept(null, HttpFields.EMPTY);
		assertThat(head.fields().contains("Sec-WebSocket-Protocol")).isFalse();
	}

	@Test
	void extensionsAreParsedAndDeclined() throws Exception {
		ServerHandshake handshake = UpgradeRequest.valid()
			.with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")
			.with("Sec-WebSocket-Extensions: x-other")
			.check();
		assertThat(handshake.extensions()).extracting(ExtensionOffer::name)
			.containsExactly("permessage-deflate", "x-other");
		assertThat(handshake.accept(null, HttpFields.EMPTY).fields().contains("Sec-WebSocket-Extensions")).isFalse();
	}

	@Test
	void fieldsOfTheApplicationFollow() throws Exception {
		HttpFields extra = HttpFields.builder().add("Set-Cookie", "a=b").add("Set-Cookie", "c=d").build();
		ResponseHead head = UpgradeRequest.valid().check().accept(null, extra);
		assertThat(head.fields().all("Set-Cookie")).containsExactly("a=b", "c=d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Protocol",
			"sec-websocket-extensions", "Sec-WebSocket-Anything", "Content-Length", "Transfer-Encoding", "Host" })
	void fieldsOfTheHandshakeCannotBeSet(String name) throws Exception {
		ServerHandshake handshake = UpgradeRequest.valid().check();
		HttpFields extra = HttpFields.builder().add(name, "x").build();
		assertThatIllegalArgumentException().isThrownBy(() -> handshake.accept(null, extra))
			.withMessageContaining(name);
	}

	@Test
	void anAbsoluteTargetIsAccepted() throws Exception {
		assertThat(UpgradeRequest.valid().line("GET ws://server.example.com/chat HTTP/1.1").check().subprotocols())
			.isEmpty();
	}

	@Test
	void aContentLengthOfZeroIsNoBody() throws Exception {
		assertThat(UpgradeRequest.valid().with("Content-Length: 0").check().extensions()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "Upgrade,websocket,true", "Upgrade,'h2c, WebSocket',true", "Upgrade,h2c,false",
			"Upgrade,notwebsocket,false", "Sec-WebSocket-Key,x,true", "Connection,Upgrade,false" })
	void anUpgradeAsksForAWebSocketOrBringsAKey(String name, String value, boolean upgrade) {
		RequestHead head = new RequestHead("GET", "/", 1, HttpFields.builder().add(name, value).build());
		assertThat(ServerHandshake.isUpgrade(head)).isEqualTo(upgrade);
	}

	@Test
	void aListOfSubprotocolsIsReadOverSeveralLinesAndEmptyElements() throws Exception {
		assertThat(UpgradeRequest.valid()
			.with("Sec-WebSocket-Protocol: a,,b ,")
			.with("sec-websocket-protocol: v1.c")
			.check()
			.subprotocols()).containsExactly("a", "b", "v1.c");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", "a b", "a,a", "a/b", "\"a\"", "a;b", "a, b c", "a,b,a", "(a)", "a=b", "\u00E4" })
	void subprotocolsAreTokensThatDiffer(String value) {
		ResponseHead refusal = UpgradeRequest.valid().with("Sec-WebSocket-Protocol: " + value).refusal();
		assertThat(refusal.status()).isEqualTo(400);
	}

	@Test
	void subprotocolsOnSeveralLinesMustDifferToo() {
		assertThat(UpgradeRequest.valid()
			.with("Sec-WebSocket-Protocol: a")
			.with("Sec-WebSocket-Protocol: a")
			.refusal()
			.status()).isEqualTo(400);
	}

	@Test
	void subprotocolsThatDifferInLetterCaseDiffer() throws Exception {
		assertThat(UpgradeRequest.valid().with("Sec-WebSocket-Protocol: a, A").check().subprotocols())
			.containsExactly("a", "A");
	}

	@Test
	void atMost100SubprotocolsAreOffered() throws Exception {
		assertThat(UpgradeRequest.valid().with("Sec-WebSocket-Protocol: " + names(100)).check().subprotocols())
			.hasSize(100);
		assertThat(UpgradeRequest.valid().with("Sec-WebSocket-Protocol: " + names(101)).refusal().status())
			.isEqualTo(400);
	}

	@Test
	void malformedExtensionsAreRefused() {
		assertThat(UpgradeRequest.valid().with("Sec-WebSocket-Extensions: a;").refusal().status()).isEqualTo(400);
		assertThat(UpgradeRequest.valid().with("Sec-WebSocket-Extensions:").refusal().status()).isEqualTo(400);
	}

	/** RFC 6455 §4.2.2, item 1 and RFC 9110 §15.5.22. */
	@Test
	void aRefusalForTheWantOfAnUpgradeTellsHowToUpgrade() {
		ResponseHead refusal = UpgradeRequest.valid().without("Upgrade").refusal();
		assertThat(refusal.status()).isEqualTo(426);
		assertThat(refusal.reason()).isEqualTo("Upgrade Required");
		assertThat(refusal.fields().all("Upgrade")).containsExactly("websocket");
		assertThat(refusal.fields().all("Sec-WebSocket-Version")).containsExactly("13");
		assertThat(refusal.fields().all("Connection")).containsExactly("Upgrade, close");
		assertThat(refusal.fields().get("Content-Type")).isEqualTo("text/plain;charset=utf-8");
	}

	@Test
	void aRefusalKeepsTheFieldsOfItsReason() {
		HttpFields fields = HttpFields.builder()
			.add("Retry-After", "5")
			.add("content-length", "1")
			.add("Transfer-Encoding", "chunked")
			.add("connection", "keep-alive")
			.add("Content-Type", "text/html")
			.build();
		ResponseHead refusal = ServerHandshake.refuse(new HandshakeException(503, "Zu sp\u00E4t.", fields));
		assertThat(refusal).isEqualTo(ResponseHead.of(503,
				HttpFields.builder()
					.add("Retry-After", "5")
					.add("Connection", "close")
					.add("Content-Type", "text/plain;charset=utf-8")
					.add("Content-Length", "9")
					.build()));
	}

	@Test
	void aHeadThatNoDecoderHasJudgedIsJudgedHere() {
		HttpFields fields = HttpFields.builder()
			.add("Upgrade", "websocket")
			.add("Connection", "Upgrade")
			.add("Sec-WebSocket-Key", UpgradeRequest.KEY)
			.add("Sec-WebSocket-Version", "13")
			.build();
		assertRefused(400, "Host", new RequestHead("GET", "/", 1, fields));
		assertRefused(400, "body", new RequestHead("GET", "/", 1, with(fields, "Transfer-Encoding", "gzip")));
		assertRefused(400, "Content-Length", new RequestHead("GET", "/", 1, with(fields, "Content-Length", "x")));
	}

	private static void assertRefused(int status, String word, RequestHead head) {
		assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> ServerHandshake.check(head))
			.withMessageContaining(word)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status));
	}

	private static HttpFields with(HttpFields fields, String name, String value) {
		return HttpFields.builder().addAll(fields).add(name, value).build();
	}

	private static String names(int count) {
		List<String> names = IntStream.range(0, count).mapToObj((i) -> "p" + i).collect(Collectors.toList());
		return String.join(", ", names);
	}

}
