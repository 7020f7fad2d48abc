package io.wsboot.protocol.handshake;

import java.nio.ByteBuffer;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.FuzzInput;
import io.wsboot.protocol.handshake.DeflateNegotiation.Agreement;
import io.wsboot.protocol.http.HeadDecoder;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.protocol.http.ResponseHead;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §4.2: any request is accepted as it should be or refused with a status, and
 * either answer is a head that a client can read.
 */
class ServerHandshakeFuzzTests {

	@FuzzTest
	void acceptsOrRefuses(byte[] data) throws HttpException {
		RequestHead head = request(new FuzzInput(data));
		if (head == null) {
			return;
		}
		try {
			ServerHandshake handshake = ServerHandshake.check(head);
			assertThat(ServerHandshake.isUpgrade(head)).isTrue();
			assertRight(head);
			List<String> offered = handshake.subprotocols();
			String subprotocol = offered.isEmpty() ? null : offered.get(offered.size() - 1);
			ResponseHead answer = reread(handshake.accept(subprotocol, HttpFields.EMPTY));
			assertThat(answer.status()).isEqualTo(101);
			assertThat(answer.fields().all("Sec-WebSocket-Protocol"))
				.isEqualTo((subprotocol == null) ? List.of() : List.of(subprotocol));
			assertThat(answer.fields().contains("Sec-WebSocket-Extensions")).isFalse();
			Agreement agreement = DeflateNegotiation.accept(handshake.extensions(), CompressionOptions.DEFAULTS);
			if (agreement != null) {
				answer = reread(handshake.accept(null, agreement.response(), HttpFields.EMPTY));
				assertThat(ExtensionOffer.parse(answer.fields().all("Sec-WebSocket-Extensions")))
					.containsExactly(agreement.response());
			}
		}
		catch (HandshakeException ex) {
			assertThat(ex.status()).isIn(400, 405, 426, 501);
			ResponseHead answer = reread(ServerHandshake.refuse(ex));
			assertThat(answer.status()).isEqualTo(ex.status());
			assertThat(answer.fields().hasToken("Connection", "close")).isTrue();
		}
	}

	/** What §4.2.1 demands, said once more. */
	private static void assertRight(RequestHead head) {
		HttpFields fields = head.fields();
		assertThat(head.method()).isEqualTo("GET");
		assertThat(head.minorVersion()).isEqualTo(1);
		assertThat(fields.all("Host")).hasSize(1);
		assertThat(fields.all("Sec-WebSocket-Version")).containsExactly("13");
		assertThat(fields.all("Sec-WebSocket-Key")).hasSize(1);
		assertThat(fields.get("Sec-WebSocket-Key")).matches("[A-Za-z0-9+/]{22}==");
		assertThat(fields.contains("Transfer-Encoding")).isFalse();
		assertThat(fields.all("Content-Length")).hasSizeLessThan(2).allMatch((length) -> length.matches("0+"));
		assertThat(String.join(",", fields.all("Upgrade"))).containsIgnoringCase("websocket");
		assertThat(String.join(",", fields.all("Connection"))).containsIgnoringCase("upgrade");
	}

	private static @Nullable RequestHead request(FuzzInput input) {
		String text = FuzzedHead.text(input, "GET / HTTP/1.1", "Host: h", "Upgrade: websocket", "Connection: Upgrade",
				"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + UpgradeRequest.KEY);
		HeadDecoder decoder = FuzzedHead.decode(HeadDecoder.requests(HeadLimits.DEFAULTS), text);
		return (decoder != null) ? decoder.requestHead() : null;
	}

	private static ResponseHead reread(ResponseHead head) throws HttpException {
		HeadDecoder decoder = HeadDecoder.responses(HeadLimits.DEFAULTS);
		assertThat(decoder.decode(ByteBuffer.wrap(head.encode()))).isTrue();
		assertThat(decoder.responseHead()).isEqualTo(head);
		return head;
	}

}
