package io.wsboot.spring.applications.upload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file of 200 MB goes through an application with 64 MB of heap, which reads it as an
 * {@code InputStream}.
 */
class UploadTests {

	private static final int PIECE = 50_000;

	private static final long LENGTH = 200_000_000;

	private static final long HEAP = 64 << 20;

	@Test
	void aFileMayBeLargerThanTheHeap() throws Exception {
		Process process = start();
		try (WsClient client = WsClient.builder().build()) {
			BufferedReader log = process.inputReader();
			String port = port(log);
			CompletableFuture.runAsync(() -> log.lines().forEach(System.out::println));
			Reply reply = new Reply();
			WsSession session = client.connect("ws://127.0.0.1:" + port + "/files", reply)
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS);
			String digest = send(session);
			UploadEndpoint.Stored stored = JsonMapper.shared()
				.readValue(reply.text.get(60, TimeUnit.SECONDS), UploadEndpoint.Stored.class);
			assertThat(stored.bytes()).isEqualTo(LENGTH);
			assertThat(stored.sha256()).isEqualTo(digest);
			assertThat(stored.heap()).isLessThanOrEqualTo(HEAP);
			process.getOutputStream().close();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Streams the file in fragments, and returns its digest. */
	private static String send(WsSession session) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		Random random = new Random(1);
		byte[] piece = new byte[PIECE];
		try (OutputStream file = session.openBinary()) {
			for (long sent = 0; sent < LENGTH; sent += PIECE) {
				random.nextBytes(piece);
				digest.update(piece);
				file.write(piece);
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static Process start() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
				System.getProperty("java.class.path"), UploadApplication.class.getName(),
				"--spring.main.banner-mode=off", "--ws.server.port=0", "--ws.server.address=127.0.0.1",
				"--ws.limits.message-timeout=2m", "--ws.endpoints.files.limits.max-message-size=200MB",
				"--ws.endpoints.files.limits.max-fragments=10000")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static String port(BufferedReader log) throws IOException {
		String line = log.readLine();
		while (line != null && !line.startsWith(UploadApplication.PORT)) {
			line = log.readLine();
		}
		assertThat(line).as("the application has started").isNotNull();
		return line.substring(UploadApplication.PORT.length());
	}

	/**
	 * Awaits what the application answers.
	 */
	private static final class Reply implements WsHandler {

		private final CompletableFuture<String> text = new CompletableFuture<>();

		@Override
		public void onText(WsSession session, String text) {
			this.text.complete(text);
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) {
			this.text.completeExceptionally(new IOException("closed: " + status));
		}

	}

}
