package io.wsboot.conformance.external;

import java.io.OutputStream;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsClient.Request;
import io.wsboot.transport.WsSession;

/**
 * The checks that our client runs against a server written by others. It takes three
 * arguments: the address of the server's echo, that of the resource that closes first,
 * and {@code deflate} or {@code plain} for what the two have to agree on. Prints a line
 * for each check and exits with 1 if one fails.
 */
final class ClientChecks {

	private static final int[] SIZES = { 0, 1, 125, 126, 65535, 65536, 16 * 1024 * 1024 };

	private static final int MESSAGES = 300;

	/** Together more than one of the fragments that a stream sends. */
	private static final int STREAMED_PART = 70_001;

	private static final int STREAMED_PARTS = 5;

	private static final List<CloseStatus> CLOSES = List.of(CloseStatus.NORMAL, CloseStatus.of(1000, "bye"),
			CloseStatus.of(1001, "away"), CloseStatus.of(3000, "library"), CloseStatus.of(4999, "ä".repeat(61)));

	private static final String UNIT = "wsboot ä世🚀 ";

	private static final int UNIT_BYTES = UNIT.getBytes(StandardCharsets.UTF_8).length;

	private static final TransportOptions OPTIONS = TransportOptions.DEFAULTS
		.withLimits(new ProtocolLimits(16 << 20, 16 << 20, 70_000));

	private final WsClient client;

	private final String echo;

	private final String closing;

	private final String compression;

	private ClientChecks(WsClient client, String echo, String closing, String compression) {
		this.client = client;
		this.echo = echo;
		this.closing = closing;
		this.compression = compression;
	}

	/**
	 * Runs the checks.
	 * @param arguments the echo, the resource that closes, {@code deflate} or
	 * {@code plain}
	 * @throws Exception if the client cannot be opened
	 */
	public static void main(String[] arguments) throws Exception {
		int failures;
		try (WsClient client = WsClient.builder().options(OPTIONS).build()) {
			failures = new ClientChecks(client, arguments[0], arguments[1], arguments[2]).run();
		}
		System.exit((failures > 0) ? 1 : 0);
	}

	private int run() {
		Map<String, Check> checks = new LinkedHashMap<>();
		checks.put("text comes back", () -> comesBack(ClientChecks::text));
		checks.put("binary comes back", () -> comesBack(ClientChecks::bytes));
		checks.put("many messages keep their order", this::manyMessagesKeepTheirOrder);
		checks.put("fragments are joined", this::fragmentsAreJoined);
		checks.put("pings are answered", this::pingsAreAnswered);
		checks.put("closes are echoed", this::closesAreEchoed);
		checks.put("closes of the server arrive", this::closesOfTheServerArrive);
		checks.put("compression is as expected", this::compressionIsAsExpected);
		int failures = 0;
		for (Map.Entry<String, Check> check : checks.entrySet()) {
			try {
				check.getValue().run();
				System.out.println("ok      " + check.getKey());
			}
			catch (Exception ex) {
				failures++;
				System.out.println("FAILED  " + check.getKey() + ": " + ex);
			}
		}
		return failures;
	}

	private void comesBack(IntFunction<Object> make) throws Exception {
		Recorder recorder = new Recorder();
		WsSession session = open(this.echo, recorder);
		for (int size : SIZES) {
			Object sent = make.apply(size);
			send(session, sent);
			expect(recorder.message(), sent, "echo of " + size + " bytes");
		}
		session.close();
		expect(recorder.closed().code(), 1000, "answer to close code 1000");
	}

	private void manyMessagesKeepTheirOrder() throws Exception {
		Recorder recorder = new Recorder();
		WsSession session = open(this.echo, recorder);
		for (int number = 0; number < MESSAGES; number++) {
			send(session, number + " " + text(number * 7));
		}
		for (int number = 0; number < MESSAGES; number++) {
			expect(recorder.message(), number + " " + text(number * 7), "message " + number);
		}
		session.close();
		recorder.closed();
	}

	private void fragmentsAreJoined() throws Exception {
		Recorder recorder = new Recorder();
		WsSession session = open(this.echo, recorder);
		try (Writer writer = session.openText()) {
			for (int part = 0; part < STREAMED_PARTS; part++) {
				writer.write(text(STREAMED_PART));
			}
		}
		expect(recorder.message(), text(STREAMED_PART).repeat(STREAMED_PARTS), "echo of text in fragments");
		byte[] bytes = bytes(STREAMED_PARTS * STREAMED_PART).array();
		try (OutputStream stream = session.openBinary()) {
			stream.write(bytes);
		}
		expect(recorder.message(), ByteBuffer.wrap(bytes), "echo of bytes in fragments");
		session.close();
		recorder.closed();
	}

	private void pingsAreAnswered() throws Exception {
		Recorder recorder = new Recorder();
		WsSession session = open(this.echo, recorder);
		for (int size : new int[] { 0, 1, 125 }) {
			session.ping(bytes(size));
			expect(recorder.pong(), bytes(size), "pong of " + size + " bytes");
		}
		session.close();
		recorder.closed();
	}

	private void closesAreEchoed() throws Exception {
		for (CloseStatus status : CLOSES) {
			Recorder recorder = new Recorder();
			open(this.echo, recorder).close(status);
			expect(recorder.closed().code(), status.code(), "answer to close code " + status.code());
		}
	}

	private void closesOfTheServerArrive() throws Exception {
		for (CloseStatus status : CLOSES) {
			Recorder recorder = new Recorder();
			open(this.closing + "?code=" + status.code() + "&reason="
					+ URLEncoder.encode(status.reason(), StandardCharsets.UTF_8), recorder);
			expect(recorder.closed(), status, "the server's close with " + status.code());
		}
	}

	/** What was negotiated is the server's to tell. */
	private void compressionIsAsExpected() throws Exception {
		Recorder recorder = new Recorder();
		WsSession session = open(this.echo.replace("/echo", "/compression"), recorder);
		expect(recorder.message(), this.compression, "compression");
		session.close();
		recorder.closed();
	}

	private WsSession open(String uri, Recorder recorder) throws Exception {
		Request request = Request.of(uri, recorder);
		if (this.compression.equals("deflate")) {
			request = request.withCompression(CompressionOptions.DEFAULTS);
		}
		return this.client.connect(request).toCompletableFuture().get(20, TimeUnit.SECONDS);
	}

	private static void send(WsSession session, Object message) throws Exception {
		if (message instanceof ByteBuffer data) {
			session.sendBinary(data.duplicate()).toCompletableFuture().get(20, TimeUnit.SECONDS);
		}
		else {
			session.sendText((String) message).toCompletableFuture().get(20, TimeUnit.SECONDS);
		}
	}

	/** Text of exactly so many bytes in UTF-8. */
	private static String text(int size) {
		return UNIT.repeat(size / UNIT_BYTES) + ".".repeat(size % UNIT_BYTES);
	}

	/** Bytes in which DEFLATE finds nothing to save. */
	private static ByteBuffer bytes(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return ByteBuffer.wrap(bytes);
	}

	private static void expect(Object actual, Object expected, String what) {
		if (!actual.equals(expected)) {
			throw new IllegalStateException(what + ": expected " + brief(expected) + ", got " + brief(actual));
		}
	}

	private static String brief(Object value) {
		String text = String.valueOf(value);
		return (text.length() <= 120) ? text : text.substring(0, 120) + "… (" + text.length() + " characters)";
	}

	@FunctionalInterface
	private interface Check {

		void run() throws Exception;

	}

}
