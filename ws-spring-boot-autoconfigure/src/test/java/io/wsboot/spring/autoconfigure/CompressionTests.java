package io.wsboot.spring.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the listener answers a client that offers permessage-deflate (RFC 7692 §7.1).
 */
class CompressionTests {

	private static final String PLAIN = "";

	private static final String DEFLATE = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("echo", EchoEndpoint.class);

	@Test
	void whenNothingIsSetThenMessagesAreNotCompressed() {
		this.runner.run((context) -> assertThat(agreedOn(context, "permessage-deflate")).isEqualTo(PLAIN));
	}

	@Test
	void whenEnabledThenMessagesAreCompressed() {
		this.runner.withPropertyValues("ws.compression.enabled=true")
			.run((context) -> assertThat(agreedOn(context, "permessage-deflate")).isEqualTo(DEFLATE));
	}

	@Test
	void whenEnabledForOneEndpointThenItsMessagesAreCompressedAsThePropertiesSay() {
		this.runner
			.withPropertyValues("ws.endpoints.echo.compression.enabled=true",
					"ws.compression.client-no-context-takeover=false", "ws.compression.server-max-window-bits=11")
			.run((context) -> assertThat(agreedOn(context, "permessage-deflate; server_max_window_bits=12"))
				.isEqualTo("permessage-deflate; server_no_context_takeover; server_max_window_bits=11"));
	}

	@Test
	void whenDisabledForOneEndpointThenItsMessagesAreNotCompressed() {
		this.runner.withPropertyValues("ws.compression.enabled=true", "ws.endpoints.echo.compression.enabled=false")
			.run((context) -> assertThat(agreedOn(context, "permessage-deflate")).isEqualTo(PLAIN));
	}

	@Test
	void whenACustomizerAsksForCompressionThenMessagesAreCompressed() {
		this.runner
			.withBean(WsServerCustomizer.class,
					() -> (builder) -> builder.options(builder.options().withCompression(CompressionOptions.DEFAULTS)))
			.run((context) -> assertThat(agreedOn(context, "permessage-deflate")).isEqualTo(DEFLATE));
	}

	@Test
	void whenBothSidesCompressThenALongMessageComesBackAsItWas() {
		String text = "price of the day ".repeat(10_000);
		StringBuffer received = new StringBuffer();
		this.runner.withPropertyValues("ws.compression.enabled=true").run((context) -> {
			try (WsClient client = WsClient.builder()
				.options(TransportOptions.DEFAULTS.withEventLoops(1).withCompression(CompressionOptions.DEFAULTS))
				.build()) {
				client.connect("ws://127.0.0.1:" + port(context) + "/echo", new WsHandler() {

					@Override
					public void onOpen(WsSession session) {
						session.sendText(text);
					}

					@Override
					public void onText(WsSession session, String message) {
						received.append(message);
					}

				});
				await().until(() -> received.length() == text.length());
				assertThat(received).hasToString(text);
			}
		});
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	/** The extension that the answer names; nothing if it names none. */
	private static String agreedOn(AssertableApplicationContext context, String offer) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port(context))) {
			socket.setSoTimeout(10_000);
			String request = "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
					+ "Sec-WebSocket-Extensions: " + offer + "\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			BufferedReader answer = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			assertThat(answer.readLine()).startsWith("HTTP/1.1 101 ");
			String extension = PLAIN;
			for (String line = answer.readLine(); !line.isEmpty(); line = answer.readLine()) {
				if (line.startsWith("Sec-WebSocket-Extensions: ")) {
					extension = line.substring("Sec-WebSocket-Extensions: ".length());
				}
			}
			return extension;
		}
	}

}
