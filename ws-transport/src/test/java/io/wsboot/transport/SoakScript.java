package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one of many users of two echo servers does, one thing after the other, as a seed
 * decides; every answer is compared, and counted.
 */
final class SoakScript {

	private static final CompressionOptions COMPRESSION = new CompressionOptions(1, 100, false, false, 15, 15);

	private final Random random;

	private final TestServer plain;

	private final TestServer encrypted;

	private final WsClient client;

	private final Totals totals;

	SoakScript(long seed, TestServer plain, TestServer encrypted, WsClient client, Totals totals) {
		this.random = new Random(seed);
		this.plain = plain;
		this.encrypted = encrypted;
		this.client = client;
		this.totals = totals;
	}

	/**
	 * Does the next thing, with one connection.
	 */
	void next() throws Exception {
		switch (this.random.nextInt(10)) {
			case 0, 1, 2 -> talk();
			case 3 -> fragment();
			case 4 -> ping();
			case 5 -> stall();
			case 6 -> reset();
			case 7 -> halfClose();
			case 8 -> breakARule();
			default -> neverBegin();
		}
	}

	/** Two complete sides, with or without compression, whole messages or streams. */
	private void talk() throws Exception {
		boolean secure = this.random.nextInt(4) == 0;
		BlockingQueue<ByteBuffer> echoes = new LinkedBlockingQueue<>();
		CompletableFuture<CloseStatus> closed = new CompletableFuture<>();
		WsClient.Request request = WsClient.Request.of(secure ? this.encrypted.secureUri() : this.plain.uri(),
				new WsHandler() {
					@Override
					public void onBinary(WsSession session, ByteBuffer data) {
						echoes.add(Payloads.copy(data));
					}

					@Override
					public void onClose(WsSession session, CloseStatus status) {
						closed.complete(status);
					}
				});
		request = this.random.nextBoolean() ? request.withCompression(COMPRESSION) : request.withoutCompression();
		WsSession session = this.client.connect(request).toCompletableFuture().get(20, TimeUnit.SECONDS);
		this.totals.sessions.incrementAndGet();
		for (int i = this.random.nextInt(8); i >= 0; i--) {
			byte[] message = message(this.random.nextInt(100_000));
			if (this.random.nextInt(3) == 0) {
				try (MessageOutputStream out = session.openBinary()) {
					out.write(message);
				}
			}
			else {
				session.sendBinary(ByteBuffer.wrap(message));
			}
			this.totals.sent.incrementAndGet();
			assertThat(echoes.poll(20, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(message));
			this.totals.received.incrementAndGet();
		}
		session.close(CloseStatus.of(4000));
		assertThat(closed.get(20, TimeUnit.SECONDS).code()).isEqualTo(4000);
	}

	private void fragment() throws Exception {
		try (RawPeer peer = open()) {
			byte[] part = message(3000);
			peer.sendFrame(0x02, part);
			peer.sendFrame(0x00, new byte[0]);
			peer.sendFrame(RawPeer.PING, new byte[] { 1, 2 });
			peer.sendFrame(0x80, part);
			this.totals.sent.incrementAndGet();
			assertThat(answer(peer).firstByte()).isEqualTo(RawPeer.PONG);
			assertThat(answer(peer).payload()).hasSize(6000).startsWith(part).endsWith(part);
			this.totals.received.incrementAndGet();
			close(peer, 1000);
		}
	}

	private void ping() throws Exception {
		try (RawPeer peer = open()) {
			for (int i = 0; i < 20; i++) {
				byte[] payload = message(this.random.nextInt(126));
				peer.sendFrame(RawPeer.PING, payload);
				RawPeer.Frame pong = answer(peer);
				assertThat(pong.firstByte()).isEqualTo(RawPeer.PONG);
				assertThat(pong.payload()).isEqualTo(payload);
			}
			close(peer, 1001);
		}
	}

	/** Reads nothing for as long as it writes. */
	private void stall() throws Exception {
		try (RawPeer peer = open()) {
			byte[] message = message(16 * 1024);
			int count = 1 + this.random.nextInt(15);
			send(peer, message, count);
			receive(peer, message, count);
			close(peer, 1000);
		}
	}

	private void reset() throws Exception {
		RawPeer peer = open();
		byte[] message = message(100);
		send(peer, message, 2);
		receive(peer, message, 2);
		// half a message, and the head of a frame with a part of its payload
		peer.sendFrame(0x01, new byte[10]);
		peer.sendHex("80 fe 0400 00000000 010203");
		peer.reset();
	}

	private void halfClose() throws Exception {
		try (RawPeer peer = open()) {
			byte[] message = message(1000);
			send(peer, message, 5);
			peer.halfClose();
			receive(peer, message, 5);
			// a heartbeat may be on its way before the server sees the end
			while (!peer.isAtEnd()) {
				assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.PING);
			}
		}
	}

	private void breakARule() throws Exception {
		try (RawPeer peer = open()) {
			byte[] message = message(10);
			send(peer, message, 1);
			peer.sendHex("81 01 78");
			receive(peer, message, 1);
			RawPeer.Frame close = answer(peer);
			assertThat(close.firstByte()).isEqualTo(RawPeer.CLOSE);
			assertThat(close.closeCode()).isEqualTo(1002);
			peer.expectEnd();
		}
	}

	/** Half a request, or what is no TLS at all. */
	private void neverBegin() throws Exception {
		boolean secure = this.random.nextBoolean();
		try (RawPeer peer = RawPeer.connect(secure ? this.encrypted.port() : this.plain.port())) {
			peer.send("GET / HTTP/1.1\r\nHost: loc");
			if (this.random.nextBoolean()) {
				peer.reset();
			}
			else if (secure) {
				peer.readToTheEnd();
			}
		}
	}

	private RawPeer open() throws IOException {
		boolean secure = this.random.nextInt(4) == 0;
		RawPeer peer = secure
				? new RawPeer(Certificates.client()
					.getSocketFactory()
					.createSocket(InetAddress.getLoopbackAddress(), this.encrypted.port()), true)
				: new RawPeer(new Socket(InetAddress.getLoopbackAddress(), this.plain.port()), true);
		peer.waitLonger();
		peer.send(RawPeer.UPGRADE);
		peer.expectUpgrade();
		this.totals.sessions.incrementAndGet();
		return peer;
	}

	private void send(RawPeer peer, byte[] message, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			peer.sendFrame(RawPeer.BINARY, message);
			this.totals.sent.incrementAndGet();
		}
	}

	private void receive(RawPeer peer, byte[] message, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			RawPeer.Frame echo = answer(peer);
			assertThat(echo.firstByte()).isEqualTo(RawPeer.BINARY);
			assertThat(echo.payload()).isEqualTo(message);
			this.totals.received.incrementAndGet();
		}
	}

	private static void close(RawPeer peer, int code) throws IOException {
		peer.sendClose(code);
		RawPeer.Frame close = answer(peer);
		assertThat(close.firstByte()).isEqualTo(RawPeer.CLOSE);
		assertThat(close.closeCode()).isEqualTo(code);
		peer.expectEnd();
	}

	/** The next frame that is no heartbeat. */
	private static RawPeer.Frame answer(RawPeer peer) throws IOException {
		RawPeer.Frame frame = peer.readFrame();
		while (frame.firstByte() == RawPeer.PING) {
			frame = peer.readFrame();
		}
		return frame;
	}

	private byte[] message(int size) {
		byte[] message = new byte[size];
		this.random.nextBytes(message);
		if (this.random.nextBoolean()) {
			// the half of it compresses well
			Arrays.fill(message, 0, size / 2, (byte) 'x');
		}
		return message;
	}

	/**
	 * What all users have done together.
	 */
	static final class Totals {

		final AtomicInteger sessions = new AtomicInteger();

		final AtomicInteger sent = new AtomicInteger();

		final AtomicInteger received = new AtomicInteger();

	}

}
