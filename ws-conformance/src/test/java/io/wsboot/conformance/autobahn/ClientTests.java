package io.wsboot.conformance.autobahn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client connects to the suite, once for each case.
 */
@Tag("conformance")
class ClientTests {

	private static final String AGENT = "WsClient-event-loop";

	@Test
	void everyCaseIsPassedByTheClient() throws Exception {
		Run run = Run.of("autobahn-client.txt", AGENT);
		int port = Autobahn.freePort();
		String suite = "ws://127.0.0.1:" + port;
		try (Autobahn autobahn = Autobahn.server(port, run.patterns());
				WsClient client = WsClient.builder().options(Patience.OPTIONS).build()) {
			assertThat(caseCount(client, suite)).isEqualTo(run.cases().size());
			for (int number = 1; number <= run.cases().size(); number++) {
				echo(client, suite + "/runCase?case=" + number + "&agent=" + AGENT);
			}
			echo(client, suite + "/updateReports?agent=" + AGENT);
			run.verify(autobahn.results(), autobahn.reports());
		}
	}

	/**
	 * Returns every message until the suite ends the connection.
	 */
	private static void echo(WsClient client, String uri) throws Exception {
		EchoHandler handler = new EchoHandler();
		client.connect(uri, handler).toCompletableFuture().get(30, TimeUnit.SECONDS);
		handler.closed().get(Patience.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
	}

	private static int caseCount(WsClient client, String suite) throws Exception {
		CompletableFuture<String> count = new CompletableFuture<>();
		client.connect(suite + "/getCaseCount", new WsHandler() {
			@Override
			public void onText(WsSession session, String text) {
				count.complete(text);
			}
		}).toCompletableFuture().get(30, TimeUnit.SECONDS);
		return Integer.parseInt(count.get(30, TimeUnit.SECONDS));
	}

}
