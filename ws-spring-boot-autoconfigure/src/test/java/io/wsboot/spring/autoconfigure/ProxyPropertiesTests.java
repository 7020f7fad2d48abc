package io.wsboot.spring.autoconfigure;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The listener behind proxies that the properties trust.
 */
class ProxyPropertiesTests {

	private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n";

	private static final String REQUEST = "GET /whence HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
			+ "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean(WhenceEndpoint.class);

	@Test
	void whomATrustedProxyNamesIsThePeer() {
		this.runner.withPropertyValues("ws.server.proxy-protocol.trusted=10.0.0.0/8,127.0.0.1")
			.run((context) -> assertThat(whence(context, HEADER + REQUEST)).isEqualTo("192.0.2.7"));
	}

	@Test
	void whomTheProxyNamesIsWhomLimitsCount() {
		this.runner
			.withPropertyValues("ws.server.proxy-protocol.trusted=127.0.0.1", "ws.limits.max-connections-per-ip=1")
			.run((context) -> {
				try (Socket first = connect(context, HEADER + REQUEST); Socket other = connect(context, other())) {
					assertThat(answer(first)).startsWith("HTTP/1.1 101 ");
					assertThat(answer(other)).startsWith("HTTP/1.1 101 ");
					try (Socket second = connect(context, HEADER + REQUEST)) {
						assertThat(answer(second)).startsWith("HTTP/1.1 503 ");
					}
				}
			});
	}

	@Test
	void whoIsNotTrustedIsServedAsWhatItIs() {
		this.runner.withPropertyValues("ws.server.proxy-protocol.trusted=10.0.0.0/8").run((context) -> {
			assertThat(whence(context, REQUEST)).isEqualTo("127.0.0.1");
			try (Socket socket = connect(context, HEADER + REQUEST)) {
				assertThat(answer(socket)).startsWith("HTTP/1.1 400 ");
			}
		});
	}

	private static String other() {
		return HEADER.replace("192.0.2.7", "192.0.2.8") + REQUEST;
	}

	/** The one message that the endpoint sends. */
	private static String whence(AssertableApplicationContext context, String request) throws IOException {
		try (Socket socket = connect(context, request)) {
			assertThat(answer(socket)).startsWith("HTTP/1.1 101 ");
			DataInputStream in = new DataInputStream(socket.getInputStream());
			assertThat(in.readUnsignedByte()).as("a text message").isEqualTo(0x81);
			return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
		}
	}

	private static String answer(Socket socket) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = socket.getInputStream().read();
			assertThat(next).as("what follows %s", head).isNotNegative();
			head.append((char) next);
		}
		return head.toString();
	}

	private static Socket connect(AssertableApplicationContext context, String request) throws IOException {
		int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
		Socket socket = new Socket();
		socket.setSoTimeout(30_000);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	@WsEndpoint("/whence")
	static class WhenceEndpoint {

		@OnOpen
		void open(WsSession session) {
			session.sendText(((InetSocketAddress) session.peerAddress()).getAddress().getHostAddress());
		}

		@OnMessage
		void text(String text) {
		}

	}

}
