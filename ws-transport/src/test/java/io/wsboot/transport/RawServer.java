package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A server without a protocol of its own, for clients to meet.
 */
final class RawServer implements AutoCloseable {

	private final ServerSocket listening;

	RawServer() throws IOException {
		this(0, InetAddress.getLoopbackAddress().getAddress());
	}

	/**
	 * A server with a small window, so that little is written to it.
	 */
	static RawServer narrow() throws IOException {
		ServerSocket listening = new ServerSocket();
		listening.setReceiveBufferSize(16 * 1024);
		listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		return new RawServer(listening);
	}

	RawServer(int port, byte[] address) throws IOException {
		this(new ServerSocket(port, 50, InetAddress.getByAddress(address)));
	}

	private RawServer(ServerSocket listening) throws IOException {
		this.listening = listening;
		this.listening.setSoTimeout(10_000);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	String uri() {
		return "ws://127.0.0.1:" + port() + "/";
	}

	/**
	 * Accepts a connection and says nothing.
	 */
	RawPeer accept() throws IOException {
		return new RawPeer(this.listening.accept(), false);
	}

	/**
	 * Accepts a connection and opens a session, with something behind the answer in the
	 * same segment.
	 */
	RawPeer open(byte... behind) throws IOException {
		RawPeer peer = accept();
		byte[] answer = answer(peer.readHead()).getBytes(StandardCharsets.US_ASCII);
		byte[] all = new byte[answer.length + behind.length];
		System.arraycopy(answer, 0, all, 0, answer.length);
		System.arraycopy(behind, 0, all, answer.length, behind.length);
		peer.send(all);
		return peer;
	}

	/**
	 * The right answer to a request.
	 */
	static String answer(RawPeer.Head request) {
		return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
				+ accept(request.fields().get("sec-websocket-key")) + "\r\n\r\n";
	}

	private static String accept(String key) {
		try {
			byte[] proof = MessageDigest.getInstance("SHA-1")
				.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(proof);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
	}

}
