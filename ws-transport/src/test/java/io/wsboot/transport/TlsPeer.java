package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client whose TLS records are in a test's hands: it makes them, and the test sends
 * them as it likes. Every read has a deadline.
 */
final class TlsPeer implements AutoCloseable {

	private static final byte[] NOTHING = {};

	private static final int ROOM = 64 * 1024;

	private final Socket socket;

	private final SSLEngine engine;

	/** What was received and not taken apart; ready to be written to. */
	private final ByteBuffer received = ByteBuffer.allocate(ROOM);

	/** For records that are made, and for what they are taken apart to. */
	private final ByteBuffer room = ByteBuffer.allocate(ROOM);

	/** Plain bytes that were not read. */
	private final ArrayDeque<Byte> plain = new ArrayDeque<>();

	private boolean dribbling;

	TlsPeer(int port, SSLContext context, String protocol) throws IOException {
		this(new Socket(InetAddress.getLoopbackAddress(), port), context, protocol);
	}

	private TlsPeer(Socket socket, SSLContext context, String protocol) throws IOException {
		this.socket = socket;
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(10_000);
		this.engine = context.createSSLEngine("localhost", socket.getPort());
		this.engine.setUseClientMode(true);
		this.engine.setEnabledProtocols(new String[] { protocol });
		this.engine.beginHandshake();
	}

	/**
	 * A client whose handshake is done.
	 */
	static TlsPeer connect(int port, String protocol) throws IOException {
		TlsPeer peer = new TlsPeer(port, Certificates.client(), protocol);
		peer.handshake();
		return peer;
	}

	/**
	 * A client with an open session.
	 */
	static TlsPeer open(int port, String protocol) throws IOException {
		return open(new Socket(InetAddress.getLoopbackAddress(), port), protocol);
	}

	static TlsPeer open(Socket socket, String protocol) throws IOException {
		TlsPeer peer = new TlsPeer(socket, Certificates.client(), protocol);
		peer.handshake();
		peer.send(peer.records(RawPeer.UPGRADE.getBytes(StandardCharsets.ISO_8859_1)));
		peer.expectUpgrade();
		return peer;
	}

	SSLEngine engine() {
		return this.engine;
	}

	/**
	 * Does what the engine wants until it wants nothing.
	 */
	void handshake() throws IOException {
		while (true) {
			switch (this.engine.getHandshakeStatus()) {
				case NEED_TASK -> this.engine.getDelegatedTask().run();
				case NEED_WRAP -> send(records(NOTHING));
				case NEED_UNWRAP -> receive();
				default -> {
					return;
				}
			}
		}
	}

	/**
	 * Makes the records for some bytes, or those that the engine wants to send.
	 */
	byte[] records(byte[] bytes) throws IOException {
		ByteBuffer from = ByteBuffer.wrap(bytes);
		ByteArrayOutputStream made = new ByteArrayOutputStream();
		do {
			this.engine.wrap(from, this.room.clear());
			made.write(this.room.array(), 0, this.room.position());
		}
		while (from.hasRemaining());
		return made.toByteArray();
	}

	/**
	 * Makes the record of one masked frame.
	 */
	byte[] text(String text) throws IOException {
		return records(frame(text));
	}

	/**
	 * One masked frame with a key of zeros.
	 */
	static byte[] frame(String text) {
		byte[] payload = text.getBytes(StandardCharsets.UTF_8);
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) RawPeer.TEXT);
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else {
			frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
		}
		frame.putInt(0).put(payload);
		return Arrays.copyOf(frame.array(), frame.position());
	}

	void send(byte[] bytes) throws IOException {
		if (!this.dribbling) {
			this.socket.getOutputStream().write(bytes);
			return;
		}
		for (byte next : bytes) {
			this.socket.getOutputStream().write(next);
		}
	}

	/**
	 * Sends one byte at a time.
	 */
	void dribbleFromNowOn() {
		this.dribbling = true;
	}

	/**
	 * Changes the keys of this side and asks the peer to do the same (RFC 8446 §4.6.3).
	 */
	void updateKeys() throws IOException {
		this.engine.beginHandshake();
		while (this.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
			send(records(NOTHING));
		}
	}

	void expectUpgrade() throws IOException {
		String head = "";
		while (!head.endsWith("\r\n\r\n")) {
			head += (char) readByte();
		}
		assertThat(head).startsWith("HTTP/1.1 101 ");
	}

	/**
	 * Reads a frame of text.
	 */
	void expectText(String text) throws IOException {
		assertThat(readByte()).isEqualTo(RawPeer.TEXT);
		int length = readByte();
		if (length == 126) {
			length = (readByte() << 8) | readByte();
		}
		byte[] payload = new byte[length];
		for (int i = 0; i < length; i++) {
			payload[i] = (byte) readByte();
		}
		assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo(text);
	}

	/**
	 * Reads a plain byte.
	 */
	int readByte() throws IOException {
		while (this.plain.isEmpty()) {
			if (receive().getStatus() == Status.CLOSED) {
				throw new EOFException("close_notify");
			}
		}
		return this.plain.remove() & 0xFF;
	}

	/**
	 * Takes records apart until the engine needs more, and reads more if that brings
	 * nothing.
	 */
	SSLEngineResult receive() throws IOException {
		while (true) {
			SSLEngineResult result = this.engine.unwrap(this.received.flip(), this.room.clear());
			this.received.compact();
			for (this.room.flip(); this.room.hasRemaining();) {
				this.plain.add(this.room.get());
			}
			if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
				this.engine.getDelegatedTask().run();
			}
			if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
				return result;
			}
			int count = this.socket.getInputStream()
				.read(this.received.array(), this.received.position(), this.received.remaining());
			if (count < 0) {
				throw new EOFException("The stream ended without a close_notify");
			}
			this.received.position(this.received.position() + count);
		}
	}

	/**
	 * Reads raw bytes until the connection is ended in some way.
	 * @return how many there were
	 */
	int readToTheEnd() throws IOException {
		byte[] bytes = new byte[ROOM];
		int all = 0;
		try {
			for (int count = 0; count >= 0; count = this.socket.getInputStream().read(bytes)) {
				all += count;
			}
		}
		catch (SocketException ex) {
			// ended by a reset
		}
		return all;
	}

	Socket socket() {
		return this.socket;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
