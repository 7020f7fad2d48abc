package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.Failures.failure;
import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that mean harm: they drip, flood, inflate, or read nothing.
 */
class HostileServerTests {

	private static final TransportOptions OPTIONS = TransportOptions.CLIENT_DEFAULTS
		.withLimits(new ProtocolLimits(64 * 1024, 64 * 1024, 16))
		.withTimeouts(new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMillis(500),
				Duration.ofMillis(500)))
		.withHeartbeat(HeartbeatPolicy.NONE);

	private final Recorder recorder = new Recorder();

	private RawServer server;

	private WsClient client;

	@BeforeEach
	void start() throws Exception {
		this.server = new RawServer();
		this.client = WsClient.builder().options(OPTIONS.withCompression(CompressionOptions.DEFAULTS)).build();
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.server.close();
	}

	private CompletableFuture<WsSession> connect() {
		return this.client.connect(this.server.uri(), this.recorder).toCompletableFuture();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 101 Switching Protocols\r\nX: ", "HTTP/1.1 100 Continue\r\n\r\n" })
	void neitherSingleBytesNorInterimAnswersExtendTheOpeningHandshake(String beginning) throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			peer.readHead();
			boolean interim = beginning.endsWith("\r\n\r\n");
			peer.send(beginning);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
				for (int i = 0; i < 2_000_000; i++) {
					peer.send(interim ? beginning : "x");
					if (!interim && i < 60_000) {
						// below the limit of a head for as long as the deadline takes
						opened.handle((session, failed) -> true)
							.completeOnTimeout(false, 10, TimeUnit.MILLISECONDS)
							.join();
					}
				}
			});
		}
		assertThat(failure(opened, SocketTimeoutException.class)).hasMessageStartingWith("The opening handshake with ")
			.hasMessageContaining("took longer than 500 ms");
	}

	@Test
	void aRedirectIsNotFollowedAndNobodyElseSeesTheCredentials() throws Exception {
		try (ServerSocket elsewhere = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			CompletableFuture<WsSession> opened = this.client
				.connect(WsClient.Request.of(this.server.uri(), this.recorder)
					.withFields(HttpFields.builder().add("Authorization", "Bearer secret").build()))
				.toCompletableFuture();
			try (RawPeer peer = this.server.accept()) {
				peer.readHead();
				peer.send("HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:" + elsewhere.getLocalPort() + "/\r\n\r\n");
				assertThat(failure(opened, HandshakeException.class).status()).isEqualTo(302);
				peer.readToTheEnd();
			}
			elsewhere.setSoTimeout(50);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(elsewhere::accept);
		}
	}

	@Test
	void aBombIsRefusedWhileItIsInflated() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			RawPeer.Head request = peer.readHead();
			assertThat(request.fields().get("sec-websocket-extensions")).startsWith("permessage-deflate");
			peer.send(RawServer.answer(request)
				.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate;"
						+ " server_no_context_takeover; client_no_context_takeover\r\n\r\n"));
			opened.get(10, TimeUnit.SECONDS);
			peer.sendFrame(0xC2, deflated(32 * 1024 * 1024));
			peer.expectClose(1009, "message-too-big");
			peer.halfClose();
			peer.expectEnd();
		}
		this.recorder.expect("open", "close 1009 message-too-big");
	}

	private static byte[] deflated(int zeros) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		byte[] bytes = new byte[zeros / 500];
		deflater.setInput(new byte[zeros]);
		int count = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(bytes, count - 4);
	}

	@Test
	void aFloodOfPingsWhosePongsAreNotReadStaysSmallAndEnds() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			WsSession session = opened.get(10, TimeUnit.SECONDS);
			byte[] pings = new byte[0];
			byte[] ping = peer.frame(RawPeer.PING, new byte[125]);
			for (int i = 0; i < 9; i++) {
				pings = (i == 0) ? ping : doubled(pings);
			}
			byte[] many = pings;
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				for (int i = 0; i < 100_000; i++) {
					peer.send(many);
					assertThat(session.queuedBytes()).isLessThan(OPTIONS.highWaterMark());
				}
			});
		}
		this.recorder.expect("open");
		assertThat(this.recorder.next()).startsWith("close 10");
	}

	private static byte[] doubled(byte[] bytes) {
		byte[] both = Arrays.copyOf(bytes, bytes.length * 2);
		System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
		return both;
	}

	@Test
	void aServerThatReadsNothingIsLeftAtTheWriteTimeout() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			WsSession session = opened.get(10, TimeUnit.SECONDS);
			ByteBuffer payload = ByteBuffer.allocate(256 * 1024);
			eventually().until(() -> session.offerBinary(payload.rewind()) != SendResult.SENT);
			this.recorder.expect("open");
			assertThat(this.recorder.next()).startsWith("close 10");
			assertThat(session.queuedBytes()).isLessThan(OPTIONS.highWaterMark() + 512 * 1024);
			peer.readToTheEnd();
		}
	}

	@Test
	void whatIsNoTextOfHttpIsRefusedAtItsFirstLine() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			peer.readHead();
			peer.send("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(failure(opened, HandshakeException.class))
				.hasMessageStartingWith("The server's answer is malformed");
			peer.readToTheEnd();
		}
	}

}
