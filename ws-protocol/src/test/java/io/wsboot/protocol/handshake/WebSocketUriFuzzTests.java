package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wsboot.protocol.http.Authority;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §3: any text is a URI that a request can be made of, or refused with a
 * sentence that does not repeat it.
 */
class WebSocketUriFuzzTests {

	@FuzzTest
	void isTakenApartOrRefused(byte[] data) {
		String text = new String(data, StandardCharsets.UTF_8);
		WebSocketUri uri;
		try {
			uri = WebSocketUri.parse(text);
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).isExactlyInstanceOf(IllegalArgumentException.class);
			assertThat(ex.getMessage()).isNotBlank();
			assertThat(text.length() > 20 && ex.getMessage().contains(text)).isFalse();
			return;
		}
		assertThat(uri.port()).isBetween(1, 65535);
		assertThat(Authority.parse(uri.hostHeader())).isNotNull();
		assertThat(uri.requestTarget()).startsWith("/").doesNotContain("#", " ", "\r", "\n");
		String again = (uri.secure() ? "wss://" : "ws://") + uri.hostHeader() + uri.requestTarget();
		assertThat(WebSocketUri.parse(again)).isEqualTo(uri);
		RequestHead request = new ClientHandshake(uri, List.of(), HttpFields.EMPTY).request();
		assertThat(request.target()).isEqualTo(uri.requestTarget());
		assertThat(request.fields().get("Host")).isEqualTo(uri.hostHeader());
	}

}
