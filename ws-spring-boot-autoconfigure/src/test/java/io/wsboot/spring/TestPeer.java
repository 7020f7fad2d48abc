package io.wsboot.spring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that is not ours, the JDK's: what it receives is written down, text as
 * {@code text:…}, binary as {@code binary:…} in hexadecimal, a Pong as {@code pong:…}.
 */
public final class TestPeer implements WebSocket.Listener, AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final long SECONDS = 10;

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder binary = new StringBuilder();

	private WebSocket socket;

	private volatile boolean paused;

	private TestPeer() {
	}

	/** Connects; {@code headers} are names and values in turn. */
	public static TestPeer connect(int port, String target, String... headers) throws Exception {
		TestPeer peer = new TestPeer();
		WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
		for (int i = 0; i < headers.length; i += 2) {
			if (headers[i].equals("Sec-WebSocket-Protocol")) {
				builder.subprotocols(headers[i + 1]);
			}
			else {
				builder.header(headers[i], headers[i + 1]);
			}
		}
		peer.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + target), peer)
			.get(SECONDS, TimeUnit.SECONDS);
		return peer;
	}

	public TestPeer sendText(String message) throws Exception {
		this.socket.sendText(message, true).get(SECONDS, TimeUnit.SECONDS);
		return this;
	}

	public TestPeer sendBinary(int... bytes) throws Exception {
		this.socket.sendBinary(buffer(bytes), true).get(SECONDS, TimeUnit.SECONDS);
		return this;
	}

	public TestPeer sendBinary(byte[] bytes) throws Exception {
		this.socket.sendBinary(ByteBuffer.wrap(bytes), true).get(SECONDS, TimeUnit.SECONDS);
		return this;
	}

	/** Sends a part of a binary message, and waits until it has left. */
	public TestPeer sendPart(byte[] part, boolean last) {
		this.socket.sendBinary(ByteBuffer.wrap(part), last).join();
		return this;
	}

	public TestPeer sendPing(int... bytes) throws Exception {
		this.socket.sendPing(buffer(bytes)).get(SECONDS, TimeUnit.SECONDS);
		return this;
	}

	public TestPeer sendPong(int... bytes) throws Exception {
		this.socket.sendPong(buffer(bytes)).get(SECONDS, TimeUnit.SECONDS);
		return this;
	}

	public TestPeer sendClose(int code, String reason) throws Exception {
		this.socket.sendClose(code, reason).get(SECONDS, TimeUnit.SECONDS);
		return this;
	}

	/** Reads no message behind the next. */
	public void pause() {
		this.paused = true;
	}

	/** Ends the connection without a Close. */
	public void abort() {
		this.socket.abort();
	}

	public String subprotocol() {
		return this.socket.getSubprotocol();
	}

	/** The next message must be this one. */
	public TestPeer expect(String message) throws Exception {
		assertThat(this.received.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(message);
		return this;
	}

	/** Awaits the next message. */
	public String next() throws Exception {
		return this.received.poll(SECONDS, TimeUnit.SECONDS);
	}

	/** No message must have been left unread. */
	public void expectNothingMore() {
		assertThat(this.received).isEmpty();
	}

	/** The server must close like this. */
	public void expectClose(int code, String reason) throws Exception {
		assertThat(this.closed.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(new CloseStatus(code, reason));
	}

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.received.add("text:" + this.text);
			this.text.setLength(0);
		}
		readOn(socket);
		return null;
	}

	@Override
	public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
		this.binary.append(hex(data));
		if (last) {
			this.received.add("binary:" + this.binary);
			this.binary.setLength(0);
		}
		readOn(socket);
		return null;
	}

	@Override
	public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
		this.received.add("pong:" + hex(data));
		readOn(socket);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		this.closed.complete(new CloseStatus(code, reason));
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		this.closed.completeExceptionally(error);
	}

	@Override
	public void close() {
		this.socket.abort();
	}

	/** The socket is here before the field is set. */
	private void readOn(WebSocket socket) {
		if (!this.paused) {
			socket.request(1);
		}
	}

	private static ByteBuffer buffer(int... bytes) {
		ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
		for (int each : bytes) {
			buffer.put((byte) each);
		}
		return buffer.flip();
	}

	private static String hex(ByteBuffer data) {
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}
