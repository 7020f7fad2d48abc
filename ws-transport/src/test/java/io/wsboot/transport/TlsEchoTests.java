package io.wsboot.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole way of a message when it is encrypted: nothing above the channel may notice.
 */
class TlsEchoTests {

	private static final int LARGE = 5 * 1024 * 1024;

	private static final TransportOptions OPTIONS = TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE)
		.withHighWaterMark(64 * 1024 * 1024)
		.withLimits(new ProtocolLimits(LARGE, LARGE, 1024));

	private static final ServerTls TLS = ServerTls.of(Certificates.server("server"));

	private static final ClientTls CLIENT_TLS = ClientTls.of(Certificates.client());

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	private TestServer start(TransportOptions options, boolean loop) throws Exception {
		return TestServer.start(options, new TestServer.Echo(), loop ? null : this.executor, TLS);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void textAndBinaryOfEverySizeComeBackToTheJdksClient(boolean loop) throws Exception {
		try (TestServer server = start(OPTIONS, loop)) {
			JdkListener received = new JdkListener();
			WebSocket socket = HttpClient.newBuilder()
				.sslContext(Certificates.client())
				.build()
				.newWebSocketBuilder()
				.buildAsync(URI.create(server.secureUri()), received)
				.get(10, TimeUnit.SECONDS);
			for (int size : new int[] { 0, 1, 125, 126, 16_384, 65_535, 65_536, 300_000 }) {
				String text = "é".repeat(size / 2) + "x".repeat(size % 2);
				socket.sendText(text, true).get(10, TimeUnit.SECONDS);
				assertThat(received.texts.poll(10, TimeUnit.SECONDS)).isEqualTo(text);
				socket.sendBinary(ByteBuffer.allocate(size), true).get(10, TimeUnit.SECONDS);
				assertThat(received.binaries.poll(10, TimeUnit.SECONDS)).isEqualTo(size);
			}
			socket.sendClose(1000, "bye").get(10, TimeUnit.SECONDS);
			assertThat(received.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			assertThat(server.counts().tlsHandshakesFailed).hasValue(0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, true, 65536", "TLSv1.3, false, 65536", "TLSv1.2, true, 65536", "TLSv1.2, false, 65536",
			"TLSv1.3, true, 4096", "TLSv1.2, true, 20000" })
	void largeMessagesGoBothWays(String protocol, boolean loop, int receiveBuffer) throws Exception {
		TransportOptions options = new TransportOptions(2, receiveBuffer, OPTIONS.spin(), OPTIONS.headLimits(),
				OPTIONS.limits(), OPTIONS.timeouts(), OPTIONS.heartbeat(), OPTIONS.outbound(), OPTIONS.outboundBudget(),
				OPTIONS.maxBacklog(), OPTIONS.connectionLimits(), OPTIONS.sessionLimits(), CompressionOptions.DEFAULTS);
		LinkedBlockingQueue<ByteBuffer> received = new LinkedBlockingQueue<>();
		try (TestServer server = start(options, loop);
				WsClient client = WsClient.builder().options(options).tls(CLIENT_TLS.withProtocols(protocol)).build()) {
			WsSession session = connect(client, server, new WsHandler() {

				@Override
				public void onBinary(WsSession opened, ByteBuffer data) {
					received.add(Payloads.copy(data));
				}

			});
			for (int size : new int[] { LARGE, 1, 100_000, LARGE - 1 }) {
				ByteBuffer sent = random(size);
				session.sendBinary(sent.duplicate()).toCompletableFuture().get(20, TimeUnit.SECONDS);
				assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(sent);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void manyMessagesOfManyThreadsComeBackWhole(boolean loop) throws Exception {
		int threads = 4;
		int each = 2000;
		AtomicLong sum = new AtomicLong();
		AtomicLong count = new AtomicLong();
		try (TestServer server = start(OPTIONS, loop);
				WsClient client = WsClient.builder().options(OPTIONS).tls(CLIENT_TLS).build()) {
			WsSession session = connect(client, server, new WsHandler() {

				@Override
				public void onText(WsSession opened, String text) {
					sum.addAndGet(Long.parseLong(text.substring(0, text.indexOf(' '))));
					count.incrementAndGet();
				}

			});
			ExecutorService senders = Executors.newFixedThreadPool(threads);
			for (int thread = 0; thread < threads; thread++) {
				senders.execute(() -> {
					for (int i = 1; i <= each; i++) {
						session.offerText(i + " " + "x".repeat(i % 600));
					}
				});
			}
			senders.shutdown();
			eventually().untilAsserted(() -> assertThat(count).hasValue(threads * each));
			assertThat(sum).hasValue(threads * (each * (each + 1L) / 2));
		}
	}

	@Test
	void aHeartbeatIsAnsweredThroughTls() throws Exception {
		TransportOptions options = OPTIONS
			.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(50), Duration.ofSeconds(5)));
		try (TestServer server = start(options, true);
				WsClient client = WsClient.builder().options(OPTIONS).tls(CLIENT_TLS).build()) {
			connect(client, server, new WsHandler() {
			});
			eventually().untilAsserted(() -> assertThat(server.counts().heartbeatsAnswered).hasValueGreaterThan(2));
			assertThat(server.counts().heartbeatsMissed).hasValue(0);
		}
	}

	@Test
	void aCloseIsTheSameOnBothSides() throws Exception {
		Recorder atServer = new Recorder();
		Recorder atClient = new Recorder();
		try (TestServer server = TestServer.start(OPTIONS, atServer, null, TLS);
				WsClient client = WsClient.builder().options(OPTIONS).tls(CLIENT_TLS).build()) {
			WsSession session = connect(client, server, atClient);
			session.sendText("last");
			session.close(new CloseStatus(4000, "done"));
			atServer.expect("open", "text last", "close 4000 done");
			atClient.expect("open", "close 4000");
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
		}
	}

	private static WsSession connect(WsClient client, TestServer server, WsHandler handler) throws Exception {
		return client.connect(server.secureUri(), handler).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	private static ByteBuffer random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return ByteBuffer.wrap(bytes);
	}

}
