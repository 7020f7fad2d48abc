package io.wsboot.drain;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The listener beside the web server of each kind of application, and without one.
 */
@Timeout(120)
class WebServerTests {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource
	void theListenerServesSaysGoodbyeAndComesBackOnItsPort(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = DrainApplication.run(type,
				"--ws.server.shutdown.drain-window=0s")) {
			assertThat(context instanceof WebServerApplicationContext).isEqualTo(type != WebApplicationType.NONE);
			int port = port(context, "local.ws.server.port");
			Echoed first = Echoed.by(port);
			assertThatHttpIsServed(context, type);
			context.stop();
			assertThat(first.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
			context.start();
			assertThat(port(context, "local.ws.server.port")).isEqualTo(port);
			Echoed second = Echoed.by(port);
			assertThatHttpIsServed(context, type);
			context.close();
			assertThat(second.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
		}
	}

	private static void assertThatHttpIsServed(ConfigurableApplicationContext context, WebApplicationType type)
			throws Exception {
		if (type != WebApplicationType.NONE) {
			URI hello = URI.create("http://127.0.0.1:" + port(context, "local.server.port") + "/hello");
			assertThat(CLIENT.send(HttpRequest.newBuilder(hello).build(), BodyHandlers.ofString()).body())
				.isEqualTo("hello");
		}
	}

	private static int port(ConfigurableApplicationContext context, String property) {
		return context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

	/** A peer that has been answered once. */
	private static final class Echoed implements WebSocket.Listener {

		private final CompletableFuture<String> reply = new CompletableFuture<>();

		private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

		static Echoed by(int port) throws Exception {
			Echoed peer = new Echoed();
			CLIENT.newWebSocketBuilder()
				.buildAsync(URI.create("ws://127.0.0.1:" + port + "/line"), peer)
				.get(10, TimeUnit.SECONDS)
				.sendText("hello", true);
			assertThat(peer.reply.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
			return peer;
		}

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.reply.complete(data.toString());
			socket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.closeCode.complete(code);
			return null;
		}

	}

}
