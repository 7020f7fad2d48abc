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
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that opens a session and reads nothing until it is told to.
 */
final class StoppedReader implements AutoCloseable {

	private static final int TEXT = 0x81;

	private static final int FIN = 0x80;

	private final Socket socket = new Socket();

	private final DataInputStream in;

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
		this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream(), 64 * 1024));
	}

	/**
	 * Reads on, to a message or to the end of the session.
	 * @param last asked about each message whether it is the last to be read
	 * @return what was received
	 */
	List<String> readUntil(Predicate<String> last) throws IOException {
		List<String> messages = new ArrayList<>();
		for (int first = this.in.read(); first == TEXT; first = this.in.read()) {
			int length = this.in.readUnsignedByte();
			byte[] payload = this.in.readNBytes((length == 126) ? this.in.readUnsignedShort() : length);
			String message = new String(payload, StandardCharsets.US_ASCII);
			messages.add(message);
			if (last.test(message)) {
				return messages;
			}
		}
		return messages;
	}

	/**
	 * Reads a whole message.
	 * @return the lengths of its frames
	 */
	List<Integer> readFrames() throws IOException {
		List<Integer> lengths = new ArrayList<>();
		boolean last = false;
		while (!last) {
			last = (this.in.readUnsignedByte() & FIN) != 0;
			long length = this.in.readUnsignedByte();
			if (length > 125) {
				length = (length == 126) ? this.in.readUnsignedShort() : this.in.readLong();
			}
			lengths.add(this.in.readNBytes(Math.toIntExact(length)).length);
		}
		return lengths;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
