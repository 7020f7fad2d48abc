package io.wsboot.protocol.handshake;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * RFC 6455 §3.
 */
class WebSocketUriTests {

	@ParameterizedTest
	@CsvSource({ "ws://h,false,h,80,/,h", "wss://h,true,h,443,/,h", "ws://h:80/,false,h,80,/,h",
			"wss://h:443/,true,h,443,/,h", "ws://h:443/,false,h,443,/,h:443", "wss://h:80/,true,h,80,/,h:80",
			"WS://Host.Example:8090/A/b?c=D&e,false,host.example,8090,/A/b?c=D&e,host.example:8090",
			"WsS://[2001:DB8::1]:1/x,true,[2001:db8::1],1,/x,[2001:db8::1]:1", "ws://h?a=b,false,h,80,/?a=b,h",
			"ws://h:?a,false,h,80,/?a,h", "ws://127.0.0.1/%20,false,127.0.0.1,80,/%20,127.0.0.1" })
	void aUriIsTakenApart(String text, boolean secure, String host, int port, String target, String hostHeader) {
		WebSocketUri uri = WebSocketUri.parse(text);
		assertThat(uri).isEqualTo(new WebSocketUri(secure, host, port, target));
		assertThat(uri.hostHeader()).isEqualTo(hostHeader);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "h", "/", "http://h/", "https://h/", "ws:h", "ws:/h", "//h", "ws", "w\u017F://h/",
			"ws\u017F://h/", " ws://h/" })
	void anotherSchemeIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUri.parse(text))
			.withMessageContaining("ws:// or wss://");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ws://", "ws:///a", "ws://?a", "ws://:80/", "ws://u@h/", "ws://u:p@h/", "ws://h:0/",
			"ws://h:65536/", "ws://h:x/", "ws://::1/", "ws://[::1/", "ws://h h/", "ws://\u00E4.example/", "ws://h\\a" })
	void anotherAuthorityIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUri.parse(text)).withMessageContaining("host");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ws://h/#", "ws://h#a", "ws://h/a#b", "ws://h/?a#b", "ws://h/a b", "ws://h/\u00E4",
			"ws://h/%", "ws://h/{a}", "ws://h/\r\n" })
	void fragmentsAndUnescapedCharactersAreRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUri.parse(text))
			.withMessageContaining("fragment");
	}

	@Test
	void theConstructorRefusesWhatParseRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WebSocketUri(false, "h", -1, "/"))
			.withMessageContaining("port");
		assertThatIllegalArgumentException().isThrownBy(() -> new WebSocketUri(false, "h", 0, "/"))
			.withMessageContaining("port");
		assertThatIllegalArgumentException().isThrownBy(() -> new WebSocketUri(false, "", 80, "/"))
			.withMessageContaining("host");
		assertThatIllegalArgumentException().isThrownBy(() -> new WebSocketUri(false, "h", 80, "a"))
			.withMessageContaining("Path");
	}

	@Test
	void theQueryIsNotShownForItMayBeACredential() {
		assertThat(WebSocketUri.parse("wss://h:444/a?token=secret")).hasToString("wss://h:444/a");
		assertThat(WebSocketUri.parse("ws://h/a")).hasToString("ws://h/a");
		assertThatIllegalArgumentException().isThrownBy(() -> WebSocketUri.parse("ws://user:secret@h/"))
			.withMessageNotContaining("secret");
	}

}
