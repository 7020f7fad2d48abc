package io.wsboot.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server for one connection that answers each short message with whatever bytes the
 * test wants.
 */
final class ScriptedServer implements AutoCloseable {

	/** What is written in answer to a message. */
	interface Script {

		byte[] answer(int number, byte[] payload) throws IOException;

	}

	private static final String ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
			+ "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

	private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

	private final Script script;

	private final String head;

	ScriptedServer(Script script) throws IOException {
		this(ACCEPTED, script);
	}

	ScriptedServer(String head, Script script) throws IOException {
		this.head = head;
		this.script = script;
		Thread thread = new Thread(this::serve, "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.listener.getLocalPort();
	}

	private void serve() {
		try (Socket socket = this.listener.accept()) {
			socket.setTcpNoDelay(true);
			DataInputStream input = new DataInputStream(socket.getInputStream());
			OutputStream output = socket.getOutputStream();
			readHead(input);
			output.write(this.head.getBytes(StandardCharsets.ISO_8859_1));
			for (int number = 0;; number++) {
				output.write(this.script.answer(number, message(input)));
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// the generator has left
		}
	}

	private static void readHead(DataInputStream input) throws IOException {
		for (int ends = 0; ends < 2;) {
			int character = input.readUnsignedByte();
			ends = (character == '\n') ? ends + 1 : (character == '\r') ? ends : 0;
		}
	}

	private static byte[] message(DataInputStream input) throws IOException {
		while (true) {
			int opcode = input.readUnsignedByte() & 0x0F;
			byte[] payload = new byte[input.readUnsignedByte() & 0x7F];
			byte[] key = input.readNBytes(4);
			input.readFully(payload);
			for (int i = 0; i < payload.length; i++) {
				payload[i] ^= key[i % 4];
			}
			if (opcode == 8) {
				throw new IOException("the generator leaves");
			}
			if (opcode < 8) {
				return payload;
			}
		}
	}

	/**
	 * A frame without a mask, shorter than 126 bytes.
	 */
	static byte[] frame(int flagsAndOpcode, byte[] payload) {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(flagsAndOpcode);
		frame.write(payload.length);
		frame.writeBytes(payload);
		return frame.toByteArray();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}
