package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
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

class ClientHandshakeTests {

	private static final WebSocketUri URI = WebSocketUri.parse("ws://server.example.com/chat");

	private static final HandshakeKey KEY = new HandshakeKey(UpgradeRequest.KEY);

	private final ClientHandshake handshake = new ClientHandshake(URI, List.of("chat", "superchat"), null,
			HttpFields.EMPTY, KEY);

	/** RFC 6455 §1.2 and §4.1. */
	@Test
	void theRequestIsThatOfTheRfc() {
		HttpFields extra = HttpFields.builder().add("Origin", "http://example.com").build();
		RequestHead request = new ClientHandshake(URI, List.of("chat", "superchat"), null, extra, KEY).request();
		assertThat(request.encode()).asString(StandardCharsets.ISO_8859_1)
			.isEqualTo(String.join("\r\n", "GET /chat HTTP/1.1", "Host: server.example.com", "Upgrade: websocket",
					"Connection: Upgrade", "Sec-WebSocket-Key: " + UpgradeRequest.KEY, "Sec-WebSocket-Version: 13",
					"Sec-WebSocket-Protocol: chat, superchat", "Origin: http://example.com", "", ""));
	}

	@Test
	void withoutSubprotocolsTheRequestNamesNone() {
		RequestHead request = new ClientHandshake(WebSocketUri.parse("wss://[::1]:8443?a=b"), List.of(),
				HttpFields.EMPTY)
			.request();
		assertThat(request.fields().contains("Sec-WebSocket-Protocol")).isFalse();
		assertThat(request.fields().get("Host")).isEqualTo("[::1]:8443");
		assertThat(request.target()).isEqualTo("/?a=b");
	}

	@Test
	void everyRequestHasAKeyOfItsOwn() {
		List<String> keys = IntStream.range(0, 1000)
			.mapToObj((i) -> new ClientHandshake(URI, List.of(), HttpFields.EMPTY).request()
				.fields()
				.get("Sec-WebSocket-Key"))
			.collect(Collectors.toList());
		assertThat(keys).doesNotHaveDuplicates().allMatch(HandshakeKey::isWellFormed);
	}

	@Test
	void serverAndClientAgree() throws Exception {
		ClientHandshake client = new ClientHandshake(URI, List.of("a", "b"), HttpFields.EMPTY);
		ServerHandshake server = ServerHandshake.check(client.request());
		String chosen = Subprotocols.choose(server.subprotocols(), List.of("x", "b", "a"));
		assertThat(client.verify(server.accept(chosen, HttpFields.EMPTY)))
			.isEqualTo(new Negotiated("b", List.of(), null));
		assertThat(client.verify(server.accept(null, HttpFields.EMPTY)))
			.isEqualTo(new Negotiated(null, List.of(), null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "host", "Upgrade", "CONNECTION", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
			"Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "sec-websocket-x", "Content-Length",
			"Transfer-Encoding" })
	void fieldsOfTheHandshakeCannotBeSet(String name) {
		HttpFields extra = HttpFields.builder().add(name, "x").build();
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientHandshake(URI, List.of(), extra))
			.withMessageContaining(name);
	}

	@Test
	void headerInjectionByTheCaller() {
		assertThatIllegalArgumentException().isThrownBy(() -> HttpFields.builder().add("A", "b\r\nC: d"));
		assertThatIllegalArgumentException().isThrownBy(() -> HttpFields.builder().add("A\r\nC", "d"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClientHandshake(URI, List.of("a\r\nB: c"), HttpFields.EMPTY));
		assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUri.parse("ws://h/\r\nA: b"));
		assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUri.parse("ws://h\r\nA: b/"));
	}

	@Test
	void subprotocolsAreTokensThatDiffer() {
		for (List<String> bad : List.of(List.of(""), List.of("a b"), List.of("a,b"), List.of("a", "a"),
				Collections.nCopies(101, "a"), many(101))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new ClientHandshake(URI, bad, HttpFields.EMPTY))
				.withMessageContaining("Subprotocols");
		}
		assertThat(new ClientHandshake(URI, many(100), HttpFields.EMPTY).request()
			.fields()
			.tokens("Sec-WebSocket-Protocol")).hasSize(100);
	}

	/** RFC 6455 §4.1, items 1 to 6 of what to verify. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "Upgrade|-|Upgrade", "Upgrade|h2c|Upgrade", "Upgrade|websocket, h2c|Upgrade",
					"Upgrade|websocket/13|Upgrade", "Connection|-|Connection", "Connection|close|Connection",
					"Connection|Upgrades|Connection", "Sec-WebSocket-Accept|-|Accept",
					"Sec-WebSocket-Accept|s3pPLMBiTxaQ9kYGzzhZRbK+xOO=|Accept",
					"Sec-WebSocket-Accept|S3PPLMBITXAQ9KYGZZHZRBK+XOO=|Accept",
					"Sec-WebSocket-Accept|dGhlIHNhbXBsZSBub25jZQ==|Accept", "Sec-WebSocket-Accept|''|Accept",
					"Sec-WebSocket-Extensions|permessage-deflate|extension", "Sec-WebSocket-Extensions|''|extension",
					"Sec-WebSocket-Protocol|other|subprotocol", "Sec-WebSocket-Protocol|Chat|subprotocol",
					"Sec-WebSocket-Protocol|chat, superchat|subprotocol", "Sec-WebSocket-Protocol|''|subprotocol" })
	void wrong101(String name, String value, String word) {
		HttpFields fields = changed(name, value);
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> this.handshake.verify(ResponseHead.of(101, fields)))
			.withMessageContaining(word)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(101))
			.satisfies((ex) -> assertThat(ex.fields()).isSameAs(fields))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "Upgrade,websocket", "Sec-WebSocket-Accept," + UpgradeRequest.ACCEPT, "Sec-WebSocket-Protocol,chat" })
	void aFieldThatMustBeSingleIsRefusedWhenRepeated(String name, String value) {
		HttpFields fields = HttpFields.builder().addAll(changed(name, value)).add(name, value).build();
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> this.handshake.verify(ResponseHead.of(101, fields)))
			.withMessage("The field " + name + " is repeated; it may be given only once.")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(101));
	}

	@ParameterizedTest
	@CsvSource({ "Upgrade,WebSocket", "Connection,UPGRADE", "Connection,'keep-alive, upgrade'",
			"Sec-WebSocket-Protocol,superchat", "Content-Length,0", "Server,any" })
	void aRight101(String name, String value) throws HandshakeException {
		Negotiated negotiated = this.handshake.verify(ResponseHead.of(101, changed(name, value)));
		assertThat(negotiated.subprotocol()).isEqualTo(name.endsWith("Protocol") ? value : null);
		assertThat(negotiated.extensions()).isEmpty();
	}

	@Test
	void aSubprotocolIsRefusedWhenNoneWasOffered() {
		ClientHandshake none = new ClientHandshake(URI, List.of(), null, HttpFields.EMPTY, KEY);
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> none.verify(ResponseHead.of(101, changed("Sec-WebSocket-Protocol", "chat"))))
			.withMessageContaining("subprotocol");
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 200, 204, 301, 307, 400, 401, 403, 404, 426, 429, 500, 503 })
	void otherStatuses(int status) {
		HttpFields fields = changed("Retry-After", "5");
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> this.handshake.verify(ResponseHead.of(status, fields)))
			.withMessage("The server answered with status " + status + "; an upgrade needs 101.")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status))
			.satisfies((ex) -> assertThat(ex.fields().get("Retry-After")).isEqualTo("5"));
	}

	/** The fields of a right answer, one of them with another value or none. */
	private static HttpFields changed(String changedName, String value) {
		HttpFields right = HttpFields.builder()
			.add("Upgrade", "websocket")
			.add("Connection", "Upgrade")
			.add("Sec-WebSocket-Accept", UpgradeRequest.ACCEPT)
			.build();
		HttpFields.Builder fields = HttpFields.builder();
		right.forEach((name, rightValue) -> {
			if (!name.equals(changedName)) {
				fields.add(name, rightValue);
			}
		});
		return (value != null) ? fields.add(changedName, value).build() : fields.build();
	}

	private static List<String> many(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "p" + i).collect(Collectors.toList());
	}

}
