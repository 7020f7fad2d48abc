package io.wsboot.protocol.handshake;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.FuzzInput;
import io.wsboot.protocol.http.HeadDecoder;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.ResponseHead;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §4.1: any answer opens the connection as it should or fails it.
 */
class ClientHandshakeFuzzTests {

	private static final ClientHandshake PLAIN = handshake(null);

	private static final ClientHandshake COMPRESSING = handshake(CompressionOptions.DEFAULTS);

	private static ClientHandshake handshake(@Nullable CompressionOptions compression) {
		return new ClientHandshake(WebSocketUri.parse("ws://h/"), List.of("chat", "superchat"), compression,
				HttpFields.EMPTY, new HandshakeKey(UpgradeRequest.KEY));
	}

	@FuzzTest
	void opensOrFails(byte[] data) {
		ResponseHead head = response(new FuzzInput(data));
		if (head != null) {
			judge(head, PLAIN, false);
			judge(head, COMPRESSING, true);
		}
	}

	private static void judge(ResponseHead head, ClientHandshake handshake, boolean compressing) {
		try {
			Negotiated negotiated = handshake.verify(head);
			assertRight(head, negotiated);
			assertThat(negotiated.extensions()).hasSizeLessThanOrEqualTo(compressing ? 1 : 0)
				.allMatch((extension) -> extension.name().equals("permessage-deflate"));
			assertThat(negotiated.deflate() == null).isEqualTo(negotiated.extensions().isEmpty());
		}
		catch (HandshakeException ex) {
			assertThat(ex.status()).isEqualTo(head.status());
			assertThat(ex.fields()).isEqualTo(head.fields());
			assertThat(ex.getMessage()).endsWith(".");
		}
	}

	/** The six rules at the end of §4.1, said once more. */
	private static void assertRight(ResponseHead head, Negotiated negotiated) {
		HttpFields fields = head.fields();
		assertThat(head.status()).isEqualTo(101);
		assertThat(fields.all("Upgrade")).hasSize(1).allMatch((value) -> value.equalsIgnoreCase("websocket"));
		assertThat(String.join(",", fields.all("Connection"))).containsIgnoringCase("upgrade");
		assertThat(fields.all("Sec-WebSocket-Accept")).containsExactly(UpgradeRequest.ACCEPT);
		assertThat(fields.contains("Sec-WebSocket-Extensions")).isEqualTo(!negotiated.extensions().isEmpty());
		assertThat(negotiated.subprotocol()).isIn(null, "chat", "superchat");
		assertThat(fields.all("Sec-WebSocket-Protocol"))
			.isEqualTo((negotiated.subprotocol() == null) ? List.of() : List.of(negotiated.subprotocol()));
	}

	private static @Nullable ResponseHead response(FuzzInput input) {
		String text = FuzzedHead.text(input, "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket",
				"Connection: Upgrade", "Sec-WebSocket-Accept: " + UpgradeRequest.ACCEPT);
		HeadDecoder decoder = FuzzedHead.decode(HeadDecoder.responses(HeadLimits.DEFAULTS), text);
		return (decoder != null) ? decoder.responseHead() : null;
	}

}
