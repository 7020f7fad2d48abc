package io.wsboot.spring.messaging;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that opens a session and reads nothing until it is told to.
 */
final class StoppedReader implements AutoCloseable {

	private static final int CLOSE = 0x88;

	private final Socket socket = new Socket();

	private int closeCode;

	StoppedReader(int port, String path) throws IOException {
		this.socket.setReceiveBufferSize(8 * 1024);
		this.socket.setSoTimeout(30_000);
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) this.socket.getInputStream().read());
		}
		assertThat(head).startsWith("HTTP/1.1 101 ");
	}

	/**
	 * Reads on, to a message or to the end of the session.
	 * @param last how the last message begins
	 * @return what was received
	 */
	List<String> readUntil(String last) throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream(), 64 * 1024));
		List<String> messages = new ArrayList<>();
		while (messages.isEmpty() || !messages.get(messages.size() - 1).startsWith(last)) {
			int first = in.read();
			if (first < 0) {
				return messages;
			}
			byte[] payload = in.readNBytes(length(in));
			if (first == CLOSE) {
				this.closeCode = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
				return messages;
			}
			messages.add(new String(payload, StandardCharsets.US_ASCII));
		}
		return messages;
	}

	private static int length(DataInputStream in) throws IOException {
		int length = in.readUnsignedByte();
		return (length == 126) ? in.readUnsignedShort() : length;
	}

	/** With which code the server closed; 0 if it has not. */
	int closeCode() {
		return this.closeCode;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
