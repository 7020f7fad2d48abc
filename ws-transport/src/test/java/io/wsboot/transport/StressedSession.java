package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One session for many threads, and the peer at its other end.
 */
final class StressedSession implements WsHandler, AutoCloseable {

	/** Tells the handler to send. */
	static final String SEND = "send";

	/** Tells the handler to fail. */
	static final String FAIL = "fail";

	private static final String TOPIC = "all";

	private static final CompressionOptions COMPRESSION = new CompressionOptions(1, 50, false, false, 15, 15);

	private final CompletableFuture<WsSession> opened = new CompletableFuture<>();

	private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

	private final AtomicInteger closes = new AtomicInteger();

	private final AtomicInteger told = new AtomicInteger();

	private final Kind kind;

	private final Consumer<StressedSession> onSend;

	private AutoCloseable endpoint = () -> {
	};

	private SessionRegistry sessions;

	private Consumer<PreparedMessage> publisher;

	private StrictPeer peer;

	/**
	 * Opens a session.
	 * @param kind which
	 * @param seed decides how the peer reads
	 * @param highWaterMark of the session
	 * @param executor runs the handler, {@code null} for the loop
	 * @param onSend run by the handler when it is told to send
	 */
	StressedSession(Kind kind, long seed, long highWaterMark, @Nullable Executor executor,
			Consumer<StressedSession> onSend) throws Exception {
		this.kind = kind;
		this.onSend = onSend;
		TransportOptions options = TestServer.OPTIONS.withHeartbeat(HeartbeatPolicy.NONE)
			.withHighWaterMark(highWaterMark)
			.withCompression((kind == Kind.COMPRESSED) ? COMPRESSION : null);
		if (kind == Kind.CLIENT) {
			connect(options, seed, executor);
		}
		else {
			accept(options, seed, executor);
		}
	}

	private void accept(TransportOptions options, long seed, @Nullable Executor executor) throws Exception {
		TestServer server = (this.kind == Kind.ENCRYPTED)
				? TestServer.start(options, this, executor, ServerTls.of(Certificates.server("server")))
				: TestServer.start(options, this, executor);
		this.endpoint = server;
		this.sessions = server.server().sessions();
		this.publisher = (message) -> server.server().topics().publish(TOPIC, message);
		Socket socket = (this.kind == Kind.ENCRYPTED)
				? Certificates.client().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())
				: new Socket(InetAddress.getLoopbackAddress(), server.port());
		RawPeer raw = new RawPeer(socket, true);
		PeerInflater inflater = (this.kind == Kind.COMPRESSED) ? new PeerInflater() : null;
		raw.send((inflater == null) ? RawPeer.UPGRADE
				: RawPeer.UPGRADE.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"));
		raw.expectUpgrade();
		this.peer = new StrictPeer(raw, false, inflater, seed);
	}

	private void connect(TransportOptions options, long seed, @Nullable Executor executor) throws Exception {
		WsClient client = WsClient.builder().options(options).build();
		this.endpoint = client;
		this.sessions = client.sessions();
		this.publisher = this.sessions::broadcast;
		try (RawServer server = new RawServer()) {
			WsClient.Request request = WsClient.Request.of(server.uri(), this);
			client.connect((executor != null) ? request.withExecutor(executor) : request);
			this.peer = new StrictPeer(server.open(), true, null, seed);
		}
	}

	WsSession session() throws Exception {
		return this.opened.get(10, TimeUnit.SECONDS);
	}

	StrictPeer peer() {
		return this.peer;
	}

	SessionRegistry sessions() {
		return this.sessions;
	}

	/**
	 * Sends to this session, together with all others there may be.
	 */
	void fanOut(PreparedMessage message) {
		this.publisher.accept(message);
	}

	/**
	 * How often the handler has been told to send and has done so.
	 */
	int told() {
		return this.told.get();
	}

	/**
	 * Completes with what the handler hears of the end.
	 */
	CompletableFuture<CloseStatus> closed() {
		return this.closed;
	}

	int closes() {
		return this.closes.get();
	}

	/**
	 * Ends the server, or the client.
	 */
	void stop() {
		try {
			this.endpoint.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.peer.close();
		stop();
	}

	@Override
	public void onOpen(WsSession session) {
		session.join(TOPIC);
		this.opened.complete(session);
	}

	@Override
	public void onText(WsSession session, String text) {
		if (text.equals(FAIL)) {
			throw new ExpectedFailure();
		}
		this.onSend.accept(this);
		this.told.incrementAndGet();
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		this.closes.incrementAndGet();
		this.closed.complete(status);
	}

	/**
	 * What a session is like.
	 */
	enum Kind {

		/** A server's, as simple as can be. */
		PLAIN,

		/** A server's that compresses with context takeover. */
		COMPRESSED,

		/** A server's over TLS. */
		ENCRYPTED,

		/** A client's. */
		CLIENT

	}

}
