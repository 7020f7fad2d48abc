package io.wsboot.spring.test.example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.wsboot.spring.test.LocalWsServerPort;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class ChatEndpointTests {

	@LocalWsServerPort
	int port;

	@Test
	void whatOneSaysTheRoomHears() throws Exception {
		CompletableFuture<String> heard = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + "/chat/tea"), new WebSocket.Listener() {
				@Override
				public CompletionStage<?> onText(WebSocket opened, CharSequence data, boolean last) {
					heard.complete(data.toString());
					return null;
				}
			})
			.get(10, TimeUnit.SECONDS);
		socket.sendText("Hello", true);
		assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("Hello");
	}

}
