package io.wsboot.drain;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wsboot.drain.DrainApplication.LineEndpoint;
import io.wsboot.drain.DrainApplication.Controller;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.ReconnectHint;
import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application stops while many sessions are open and a request is under way. With
 * {@code -Dws.test.drain=PT10S} the window is that long; there are 500 sessions for each
 * second of it.
 */
@Timeout(180)
class DrainTests {

	private static final Duration WINDOW = Duration.parse(System.getProperty("ws.test.drain", "PT3S"));

	private static final int SESSIONS_PER_SECOND = 500;

	private static final int SESSIONS = (int) WINDOW.toSeconds() * SESSIONS_PER_SECOND;

	/** On a machine with nothing else to do a stop needs 0.1 s more than the window. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final long DEADLINE_SECONDS = 60;

	private ConfigurableApplicationContext context;

	private LineEndpoint endpoint;

	private Controller http;

	@AfterEach
	void stop() {
		this.http.release.countDown();
		this.context.close();
	}

	@Test
	void sessionsLeaveEvenlyOverTheWindowWhileTheWebServerFinishesItsRequests() throws Exception {
		run("--ws.server.shutdown.drain-window=" + WINDOW);
		int httpPort = port("local.server.port");
		CompletableFuture<HttpResponse<String>> request = slowRequest(httpPort);
		assertThat(this.http.begun.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
		try (WsClient client = WsClient.builder().build()) {
			Leavers leavers = new Leavers();
			open(client, leavers);
			long begun = System.nanoTime();
			CompletableFuture<Long> stopped = closeContext();
			await().until(() -> refusesConnections(httpPort));
			assertThat(leavers.left).as("sessions that left before the web server refused connections")
				.hasSizeLessThan(SESSIONS);
			assertThat(leavers.all.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(stopped).as("the stop, while a request is under way").isNotDone();
			this.http.release.countDown();
			assertThat(Duration.ofNanos(stopped.get(DEADLINE_SECONDS, TimeUnit.SECONDS) - begun))
				.isLessThan(WINDOW.plus(MARGIN));
			assertThat(request.get(DEADLINE_SECONDS, TimeUnit.SECONDS).body()).isEqualTo("done");
			assertThat(leavers.left).hasSize(SESSIONS).allSatisfy(DrainTests::isAskedToComeBack);
			assertThat(mostInASecond(leavers.left, begun)).isLessThanOrEqualTo(2 * SESSIONS_PER_SECOND);
		}
		assertThat(this.endpoint.closes).hasSize(SESSIONS).extracting(CloseStatus::code).containsOnly(1001);
	}

	@Test
	void aClientThatNeverAnswersDoesNotHoldTheStopBeyondTheGracePeriod() throws Exception {
		Duration grace = Duration.ofSeconds(1);
		run("--ws.server.shutdown.drain-window=0s", "--ws.server.shutdown.grace-period=" + grace,
				"--ws.limits.close-timeout=60s");
		try (Socket silent = open(port("local.ws.server.port"))) {
			long begun = System.nanoTime();
			assertThat(Duration.ofNanos(closeContext().get(DEADLINE_SECONDS, TimeUnit.SECONDS) - begun))
				.isBetween(grace, grace.plus(MARGIN));
			assertThat(this.endpoint.closes).extracting(CloseStatus::code).containsExactly(1006);
			byte[] close = silent.getInputStream().readAllBytes();
			assertThat(new String(close, 4, close.length - 4, StandardCharsets.US_ASCII))
				.matches("going-away; retry-after=[1-5]");
		}
	}

	private void run(String... arguments) {
		this.context = DrainApplication.run(WebApplicationType.SERVLET, arguments);
		this.endpoint = this.context.getBean(LineEndpoint.class);
		this.http = this.context.getBean(Controller.class);
	}

	private int port(String property) {
		return this.context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

	private CompletableFuture<Long> closeContext() {
		return CompletableFuture.supplyAsync(() -> {
			this.context.close();
			return System.nanoTime();
		});
	}

	private void open(WsClient client, Leavers leavers) throws Exception {
		String uri = "ws://127.0.0.1:" + port("local.ws.server.port") + "/line";
		List<CompletableFuture<WsSession>> opening = new ArrayList<>();
		for (int i = 1; i <= SESSIONS; i++) {
			opening.add(client.connect(uri, leavers).toCompletableFuture());
			if (i % SESSIONS_PER_SECOND == 0) {
				CompletableFuture.allOf(opening.toArray(CompletableFuture<?>[]::new))
					.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
				opening.clear();
			}
		}
	}

	/** Opens a session of a client that says nothing more. */
	private static Socket open(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
		socket.getOutputStream().write(("""
				GET /line HTTP/1.1
				Host: localhost
				Upgrade: websocket
				Connection: Upgrade
				Sec-WebSocket-Version: 13
				Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

				""").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
		DataInputStream in = new DataInputStream(socket.getInputStream());
		for (int last4 = 0; last4 != 0x0D0A0D0A;) {
			last4 = last4 << 8 | in.readUnsignedByte();
		}
		return socket;
	}

	private static CompletableFuture<HttpResponse<String>> slowRequest(int port) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slow")).build();
		return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
	}

	private static boolean refusesConnections(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return !socket.isConnected();
		}
		catch (ConnectException ex) {
			return true;
		}
	}

	private static void isAskedToComeBack(Leaver leaver) {
		assertThat(leaver.status.code()).isEqualTo(1001);
		assertThat(leaver.status.reason()).startsWith("going-away; ");
		assertThat(ReconnectHint.of(leaver.status)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
	}

	private static long mostInASecond(Collection<Leaver> leavers, long begun) {
		long[] seconds = new long[(int) WINDOW.plus(MARGIN).toSeconds()];
		for (Leaver leaver : leavers) {
			seconds[(int) TimeUnit.NANOSECONDS.toSeconds(leaver.at - begun)]++;
		}
		long most = 0;
		for (long each : seconds) {
			most = Math.max(most, each);
		}
		return most;
	}

	private record Leaver(long at, CloseStatus status) {

	}

	/** What the clients were told, and when. */
	private static final class Leavers implements WsHandler {

		private final Queue<Leaver> left = new ConcurrentLinkedQueue<>();

		private final CountDownLatch all = new CountDownLatch(SESSIONS);

		@Override
		public void onClose(WsSession session, CloseStatus status) {
			this.left.add(new Leaver(System.nanoTime(), status));
			this.all.countDown();
		}

	}

}
