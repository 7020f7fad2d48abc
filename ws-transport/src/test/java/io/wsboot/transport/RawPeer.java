package io.wsboot.transport;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer without a protocol of its own: it writes what it is told to, right or wrong, and
 * takes apart what it reads with the simplest code there is. Every read has a deadline.
 */
final class RawPeer implements AutoCloseable {

	/** The key of RFC 6455 §1.3. */
	static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	/** What answers {@link #KEY}. */
	static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	static final String UPGRADE = upgrade("/");

	static final int TEXT = 0x81;

	static final int BINARY = 0x82;

	static final int CLOSE = 0x88;

	static final int PING = 0x89;

	static final int PONG = 0x8A;

	private static final int DEADLINE_MILLIS = 10_000;

	private static final int LONG_DEADLINE_MILLIS = 30_000;

	private static final byte[] MASKING_KEY = { 0x37, (byte) 0xfa, 0x21, 0x3d };

	private final Socket socket;

	private final DataInputStream in;

	private final OutputStream out;

	private final boolean masks;

	RawPeer(Socket socket, boolean masks) throws IOException {
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(DEADLINE_MILLIS);
		this.socket = socket;
		this.masks = masks;
		this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
		this.out = socket.getOutputStream();
	}

	/**
	 * Connects to a server and says nothing.
	 */
	static RawPeer connect(int port) throws IOException {
		return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port), true);
	}

	/**
	 * Connects to a server with a small window, so that little is read for it.
	 */
	static RawPeer connectNarrow(int port) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(16 * 1024);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MILLIS);
		return new RawPeer(socket, true);
	}

	/**
	 * Opens a session at an address of this machine.
	 */
	static RawPeer open(InetAddress address, int port) throws IOException {
		return new RawPeer(new Socket(address, port), true).upgraded("/");
	}

	/**
	 * Opens a session.
	 */
	static RawPeer open(int port) throws IOException {
		return open(port, "/");
	}

	static RawPeer open(int port, String path) throws IOException {
		return connect(port).upgraded(path);
	}

	static RawPeer openNarrow(int port, String path) throws IOException {
		return connectNarrow(port).upgraded(path);
	}

	/**
	 * Opens a session and offers extensions.
	 * @param extensions the offer
	 * @param answer what the server accepts; {@code null} for none
	 */
	static RawPeer openWith(int port, String extensions, String answer) throws IOException {
		RawPeer peer = connect(port);
		peer.send(UPGRADE.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: " + extensions + "\r\n\r\n"));
		Head head = peer.readHead();
		assertThat(head.status()).isEqualTo(101);
		assertThat(head.fields().get("sec-websocket-extensions")).isEqualTo(answer);
		return peer;
	}

	static String upgrade(String path) {
		return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
	}

	private RawPeer upgraded(String path) throws IOException {
		send(upgrade(path));
		expectUpgrade();
		return this;
	}

	void send(byte[] bytes) throws IOException {
		this.out.write(bytes);
	}

	void send(String latin) throws IOException {
		send(latin.getBytes(StandardCharsets.ISO_8859_1));
	}

	void sendHex(String hex) throws IOException {
		send(hex(hex));
	}

	void sendFrame(int firstByte, byte[] payload) throws IOException {
		send(frame(firstByte, payload));
	}

	void sendText(String text) throws IOException {
		sendFrame(TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	void sendClose(int code) throws IOException {
		sendFrame(CLOSE, new byte[] { (byte) (code >> 8), (byte) code });
	}

	/**
	 * Bytes of one frame, masked if this peer is a client.
	 */
	byte[] frame(int firstByte, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) firstByte);
		int mask = this.masks ? 0x80 : 0;
		if (payload.length < 126) {
			frame.put((byte) (mask | payload.length));
		}
		else if (payload.length < 0x10000) {
			frame.put((byte) (mask | 126)).putShort((short) payload.length);
		}
		else {
			frame.put((byte) (mask | 127)).putLong(payload.length);
		}
		if (this.masks) {
			frame.put(MASKING_KEY);
		}
		for (int i = 0; i < payload.length; i++) {
			frame.put(this.masks ? (byte) (payload[i] ^ MASKING_KEY[i & 3]) : payload[i]);
		}
		byte[] bytes = new byte[frame.position()];
		frame.flip().get(bytes);
		return bytes;
	}

	/**
	 * Reads a head up to and including its blank line.
	 */
	Head readHead() throws IOException {
		StringBuilder head = new StringBuilder();
		while (!head.toString().endsWith("\r\n\r\n")) {
			head.append((char) this.in.readUnsignedByte());
		}
		String[] lines = head.toString().split("\r\n");
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			fields.merge(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip(),
					(one, other) -> one + ", " + other);
		}
		return new Head(lines[0], fields);
	}

	void expectUpgrade() throws IOException {
		Head head = readHead();
		assertThat(head.status()).isEqualTo(101);
		assertThat(head.fields()).containsEntry("sec-websocket-accept", ACCEPT);
	}

	/**
	 * Reads a whole response, behind which the stream must end.
	 */
	Head expectRefusal() throws IOException {
		Head head = readHead();
		byte[] body = new byte[Integer.parseInt(head.fields().get("content-length"))];
		this.in.readFully(body);
		expectEnd();
		return head;
	}

	Frame readFrame() throws IOException {
		int firstByte = this.in.readUnsignedByte();
		int second = this.in.readUnsignedByte();
		assertThat((second & 0x80) != 0).as("masked").isEqualTo(!this.masks);
		long length = second & 0x7F;
		if (length == 126) {
			length = this.in.readUnsignedShort();
			assertThat(length).as("length in two bytes").isGreaterThan(125);
		}
		else if (length == 127) {
			length = this.in.readLong();
			assertThat(length).as("length in eight bytes").isGreaterThan(0xFFFF);
		}
		byte[] key = new byte[4];
		if (!this.masks) {
			this.in.readFully(key);
		}
		byte[] payload = new byte[Math.toIntExact(length)];
		this.in.readFully(payload);
		for (int i = 0; i < payload.length; i++) {
			payload[i] ^= key[i & 3];
		}
		return new Frame(firstByte, key, payload);
	}

	void expectText(String text) throws IOException {
		Frame frame = readFrame();
		assertThat(frame.firstByte()).isEqualTo(TEXT);
		assertThat(frame.text()).isEqualTo(text);
	}

	/**
	 * Reads the one frame that a Close is.
	 */
	void expectClose(int code, String reason) throws IOException {
		Frame frame = readFrame();
		assertThat(frame).extracting(Frame::firstByte, Frame::closeCode, Frame::closeReason)
			.containsExactly(CLOSE, code, reason);
	}

	/**
	 * Reads the one frame with which a server sends its peer away for a while.
	 */
	void expectSentAway(String reason) throws IOException {
		Frame frame = readFrame();
		assertThat(frame).extracting(Frame::firstByte, Frame::closeCode).containsExactly(CLOSE, 1001);
		assertThat(frame.closeReason()).matches(reason + "; retry-after=[1-5]");
	}

	/**
	 * The port by which the server knows this peer.
	 */
	int localPort() {
		return this.socket.getLocalPort();
	}

	/**
	 * Reads a byte from the socket itself, which keeps the others.
	 */
	int readByte() throws IOException {
		return this.socket.getInputStream().read();
	}

	/**
	 * Whether the stream ends here, between two frames. Waits for what comes.
	 */
	boolean isAtEnd() throws IOException {
		this.in.mark(1);
		if (this.in.read() < 0) {
			return true;
		}
		this.in.reset();
		return false;
	}

	/**
	 * Reads the end of the stream, and not a byte before it.
	 */
	void expectEnd() throws IOException {
		assertThat(this.in.read()).as("end of stream").isEqualTo(-1);
	}

	/**
	 * Reads whatever comes until the connection is ended in some way.
	 */
	void readToTheEnd() {
		byte[] bytes = new byte[64 * 1024];
		try {
			while (this.in.read(bytes) >= 0) {
				// until there is no more
			}
		}
		catch (EOFException | SocketException ex) {
			// ended by a reset
		}
		catch (IOException ex) {
			throw new AssertionError("The connection was not ended", ex);
		}
	}

	/**
	 * Gives every read more time, for what takes ten seconds by itself.
	 */
	void waitLonger() throws IOException {
		this.socket.setSoTimeout(LONG_DEADLINE_MILLIS);
	}

	void halfClose() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Ends the connection with RST.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	static byte[] hex(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

	/**
	 * A head that was read.
	 *
	 * @param line its first line
	 * @param fields its fields, their names in lower case
	 */
	record Head(String line, Map<String, String> fields) {

		int status() {
			return Integer.parseInt(this.line.split(" ")[1]);
		}

	}

	/**
	 * A frame that was read.
	 *
	 * @param firstByte FIN, RSV bits and opcode
	 * @param key its masking key, zero if it has none
	 * @param payload its payload, unmasked
	 */
	record Frame(int firstByte, byte[] key, byte[] payload) {

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		int closeCode() {
			return (this.payload.length < 2) ? -1 : ByteBuffer.wrap(this.payload).getShort() & 0xFFFF;
		}

		String closeReason() {
			return (this.payload.length < 2) ? ""
					: new String(this.payload, 2, this.payload.length - 2, StandardCharsets.UTF_8);
		}

	}

}
