package io.wsboot.protocol.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.wsboot.protocol.http.HeadDecoder;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.protocol.http.ResponseHead;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The upgrade request of RFC 6455 §1.2 as text, to be bent and then decoded and judged.
 */
final class UpgradeRequest {

	static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private final List<String> fields = new ArrayList<>(List.of("Host: server.example.com", "Upgrade: websocket",
			"Connection: Upgrade", "Sec-WebSocket-Key: " + KEY, "Sec-WebSocket-Version: 13"));

	private String line = "GET /chat HTTP/1.1";

	static UpgradeRequest valid() {
		return new UpgradeRequest();
	}

	UpgradeRequest line(String requestLine) {
		this.line = requestLine;
		return this;
	}

	UpgradeRequest without(String name) {
		String start = name.toLowerCase(Locale.ROOT) + ":";
		assertThat(this.fields.removeIf((field) -> field.toLowerCase(Locale.ROOT).startsWith(start))).isTrue();
		return this;
	}

	UpgradeRequest with(String field) {
		this.fields.add(field);
		return this;
	}

	UpgradeRequest changed(String name, String value) {
		return without(name).with(name + ": " + value);
	}

	RequestHead head() throws HttpException {
		String wire = this.line + "\r\n" + String.join("\r\n", this.fields) + "\r\n\r\n";
		HeadDecoder decoder = HeadDecoder.requests(HeadLimits.DEFAULTS);
		assertThat(decoder.decode(ByteBuffer.wrap(wire.getBytes(StandardCharsets.ISO_8859_1)))).isTrue();
		return decoder.requestHead();
	}

	ServerHandshake check() throws HttpException, HandshakeException {
		return ServerHandshake.check(head());
	}

	/**
	 * The refusal as the client sees it, whether the decoder or the handshake refuses.
	 */
	ResponseHead refusal() {
		try {
			check();
		}
		catch (HttpException ex) {
			return refuse(new HandshakeException(ex.status(), ex.getMessage()));
		}
		catch (HandshakeException ex) {
			return refuse(ex);
		}
		throw new AssertionError("not refused: " + this.line + " " + this.fields);
	}

	private static ResponseHead refuse(HandshakeException ex) {
		assertThat(ex.getMessage()).isNotBlank().endsWith(".");
		assertThat(ex.getStackTrace()).isEmpty();
		ResponseHead head = ServerHandshake.refuse(ex);
		assertThat(head.status()).isEqualTo(ex.status());
		assertThat(head.fields().get("Content-Length")).isEqualTo(String.valueOf(ex.getMessage().length()));
		assertThat(head.fields().hasToken("Connection", "close")).isTrue();
		return head;
	}

}
