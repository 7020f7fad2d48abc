package io.wsboot.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.handshake.WebSocketUri;
import io.wsboot.protocol.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client: many connections over a few event loops. Thread-safe. Its loops are
 * daemon threads, so an open session does not keep the process alive.
 */
public final class WsClient implements AutoCloseable {

	private static final String THREAD_NAME_PREFIX = "ws-client";

	private final EventLoopGroup loops;

	private final TransportContext context;

	private final TlsClient tls;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Opens the client's loops. For {@code wss} it trusts the authorities that the JDK
	 * trusts.
	 * @param options loops, limits and deadlines
	 * @throws IOException if a selector cannot be opened
	 */
	public WsClient(TransportOptions options) throws IOException {
		this(options, ClientTls.DEFAULTS);
	}

	/**
	 * Opens the client's loops.
	 * @param options loops, limits and deadlines
	 * @param tls how to encrypt, and whom to trust, when the scheme is {@code wss}
	 * @throws IOException if a selector cannot be opened
	 */
	public WsClient(TransportOptions options, ClientTls tls) throws IOException {
		this.tls = new TlsClient(tls, THREAD_NAME_PREFIX);
		this.loops = new EventLoopGroup(THREAD_NAME_PREFIX, true, options, TransportListener.NONE);
		this.context = new TransportContext(options, TransportListener.NONE, new Topics(),
				new SessionRegistry(this.loops.all()));
		this.loops.start();
	}

	/**
	 * Opens a session whose callbacks run on its event loop.
	 * @param uri where, with the scheme {@code ws} or {@code wss}
	 * @param handler the session's callbacks
	 * @return completes with the session; fails with a
	 * {@link io.wsboot.protocol.handshake.HandshakeException} if the server refuses, and
	 * with an {@link IOException} if there is no connection; for {@code wss} that is an
	 * {@link javax.net.ssl.SSLException} which says what is wrong with the server's
	 * certificate
	 * @throws IllegalArgumentException if the URI is malformed
	 */
	public CompletionStage<WsSession> connect(String uri, WsHandler handler) {
		return connect(Request.of(uri, handler));
	}

	/**
	 * Opens a session.
	 * @param request where and how
	 * @return completes with the session; fails with a
	 * {@link io.wsboot.protocol.handshake.HandshakeException} if the server refuses, and
	 * with an {@link IOException} if there is no connection; for {@code wss} that is an
	 * {@link javax.net.ssl.SSLException} which says what is wrong with the server's
	 * certificate
	 */
	public CompletionStage<WsSession> connect(Request request) {
		CompletableFuture<WsSession> opened = new CompletableFuture<>();
		InetSocketAddress address = new InetSocketAddress(request.uri().host(), request.uri().port());
		if (address.isUnresolved()) {
			opened.completeExceptionally(new UnknownHostException(request.uri().host()));
			return opened;
		}
		EventLoop loop = this.loops.next();
		if (!loop.offer(() -> connect(loop, address, request, opened))) {
			opened.completeExceptionally(new IOException("The client is closed"));
		}
		return opened;
	}

	/**
	 * The open sessions.
	 * @return the registry
	 */
	public SessionRegistry sessions() {
		return this.context.sessions();
	}

	/**
	 * Ends every connection and the loops. Handlers of sessions that are still open are
	 * told 1006. Waits, but not for ever, until that is done; only within a callback of a
	 * session it does not wait. Does nothing if the client is closed.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.loops.stop(() -> CompletableFuture.completedFuture(null), 0, sessions(), this::end);
		}
	}

	private void end() {
		this.context.compressors().close();
		this.tls.close();
	}

	private void connect(EventLoop loop, InetSocketAddress address, Request request,
			CompletableFuture<WsSession> opened) {
		try {
			SocketChannel socket = SocketChannel.open();
			try {
				socket.configureBlocking(false);
				socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
				boolean connected = socket.connect(address);
				RawChannel channel = channel(loop, socket, request.uri());
				Connection connection = new Connection(loop, channel, address, this.context.options().highWaterMark(),
						() -> {
						});
				ClientHandshakeStage stage = new ClientHandshakeStage(connection, this.context, request, opened);
				connection.enter(stage);
				if (connected) {
					stage.connected();
				}
				else {
					connection.awaitConnect();
				}
			}
			catch (IOException | RuntimeException ex) {
				socket.close();
				throw ex;
			}
		}
		catch (IOException | RuntimeException ex) {
			opened.completeExceptionally(ex);
		}
	}

	private RawChannel channel(EventLoop loop, SocketChannel socket, WebSocketUri uri) {
		return uri.secure() ? this.tls.channel(socket, loop.buffers(), uri) : new PlainChannel(socket);
	}

	/**
	 * Where and how to open a session.
	 *
	 * @param uri the server and the resource
	 * @param subprotocols offered, in order of preference
	 * @param fields further request fields
	 * @param handler the session's callbacks
	 * @param executor runs the callbacks, one after the other; {@code null} for the event
	 * loop
	 * @param compression this session's compression; {@code null} for the client's
	 */
	public record Request(WebSocketUri uri, List<String> subprotocols, HttpFields fields, WsHandler handler,
			@Nullable Executor executor, @Nullable SessionCompression compression) {

		/**
		 * A request without subprotocols and further fields, for a handler on the event
		 * loop.
		 * @param uri where
		 * @param handler the session's callbacks
		 * @return the request
		 * @throws IllegalArgumentException if the URI is malformed
		 */
		public static Request of(String uri, WsHandler handler) {
			return new Request(WebSocketUri.parse(uri), List.of(), HttpFields.EMPTY, handler, null, null);
		}

		/**
		 * The same request with subprotocols.
		 * @param subprotocols offered, in order of preference
		 * @return a new request
		 */
		public Request withSubprotocols(String... subprotocols) {
			return new Request(this.uri, List.of(subprotocols), this.fields, this.handler, this.executor,
					this.compression);
		}

		/**
		 * The same request with further fields.
		 * @param fields request fields, none of the opening handshake's own
		 * @return a new request
		 */
		public Request withFields(HttpFields fields) {
			return new Request(this.uri, this.subprotocols, fields, this.handler, this.executor, this.compression);
		}

		/**
		 * The same request with an executor for the callbacks.
		 * @param executor runs the callbacks
		 * @return a new request
		 */
		public Request withExecutor(Executor executor) {
			return new Request(this.uri, this.subprotocols, this.fields, this.handler, executor, this.compression);
		}

		/**
		 * The same request with compression of its own.
		 * @param compression how permessage-deflate is offered (RFC 7692)
		 * @return a new request
		 */
		public Request withCompression(CompressionOptions compression) {
			return new Request(this.uri, this.subprotocols, this.fields, this.handler, this.executor,
					new SessionCompression(compression));
		}

		/**
		 * The same request without compression.
		 * @return a new request
		 */
		public Request withoutCompression() {
			return new Request(this.uri, this.subprotocols, this.fields, this.handler, this.executor,
					SessionCompression.OFF);
		}

	}

}
