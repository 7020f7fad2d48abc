package io.wsboot.benchmarks.servers;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.WsServer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every server that is measured does what is measured.
 */
class ServersTests {

	private static final List<String> ANY_PORT = List.of("--port=0");

	@Test
	void theLoopReturnsWhatItGets() throws Exception {
		try (WsServer server = LoopServer.echo(ANY_PORT)) {
			assertEchoes(port(server));
		}
	}

	@Test
	void theEndpointReturnsWhatItGets() throws Exception {
		try (ConfigurableApplicationContext application = EndpointServer.echo(ANY_PORT)) {
			assertEchoes(port(application));
		}
	}

	@Test
	void theLoopSendsToEverybody() throws Exception {
		try (WsServer server = LoopServer.broadcast(ANY_PORT)) {
			assertReachesEverybody(port(server));
		}
	}

	@Test
	void theEndpointSendsToEverybody() throws Exception {
		try (ConfigurableApplicationContext application = EndpointServer.broadcast(ANY_PORT)) {
			assertReachesEverybody(port(application));
		}
	}

	private static void assertEchoes(int port) throws Exception {
		Inbox inbox = new Inbox();
		WebSocket peer = connect(port, inbox);
		peer.sendText("hällo", true).join();
		assertThat(inbox.next()).isEqualTo("hällo");
		peer.abort();
	}

	private static void assertReachesEverybody(int port) throws Exception {
		Inbox first = new Inbox();
		Inbox second = new Inbox();
		WebSocket one = connect(port, first);
		WebSocket other = connect(port, second);
		// a sender hears itself only once its session is open, so the later one sends
		other.sendText("all", true).join();
		assertThat(second.next()).isEqualTo("all");
		one.sendText("again", true).join();
		assertThat(second.next()).isEqualTo("again");
		assertThat(first.next()).isIn("all", "again");
		one.abort();
		other.abort();
	}

	private static WebSocket connect(int port, WebSocket.Listener listener) {
		return HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + port + "/ws"), listener)
			.join();
	}

	private static int port(WsServer server) {
		return ((InetSocketAddress) server.localAddress()).getPort();
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	private static final class Inbox implements WebSocket.Listener {

		private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.messages.add(data.toString());
			socket.request(1);
			return null;
		}

		String next() throws InterruptedException {
			return this.messages.poll(10, TimeUnit.SECONDS);
		}

	}

}
