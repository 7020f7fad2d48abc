package io.wsboot.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.handshake.WebSocketUri;
import io.wsboot.protocol.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client: many connections over a few event loops. Thread-safe. Its threads
 * are daemons, so an open session does not keep the process alive.
 */
public final class WsClient implements AutoCloseable {

	private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

	private final EventLoopGroup loops;

	private final @Nullable WsLoops shared;

	private final ClientContext context;

	private final AtomicBoolean closed = new AtomicBoolean();

	WsClient(Builder settings) throws IOException {
		this.shared = settings.loops();
		this.loops = (this.shared != null) ? this.shared.group()
				: new EventLoopGroup(settings.threadNamePrefix(), true, settings.options(), settings.listener());
		this.context = new ClientContext(settings, new SessionRegistry(this.loops.all()));
		if (this.shared == null) {
			this.loops.start();
		}
	}

	/**
	 * Starts to describe a client.
	 * @return a builder with a default for everything
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Opens a session whose callbacks run on the client's executor, or on its event loop
	 * if the client has none.
	 * @param uri where, with the scheme {@code ws} or {@code wss}
	 * @param handler the session's callbacks
	 * @return completes as {@link #connect(Request)} says
	 * @throws IllegalArgumentException if the URI is malformed
	 */
	public CompletionStage<WsSession> connect(String uri, WsHandler handler) {
		return connect(Request.of(uri, handler));
	}

	/**
	 * Opens a session. It never blocks, and the same request may be used again.
	 * @param request where and how
	 * @return completes with the session, on the session's event loop. It fails with a
	 * {@link io.wsboot.protocol.handshake.HandshakeException} if the server refuses,
	 * which has the status and the fields of the answer; with an
	 * {@link IllegalArgumentException} if the request cannot be sent as it is; with a
	 * {@link ProxyException} if a proxy refuses; and with another {@link IOException} if
	 * there is no connection: an {@link java.net.UnknownHostException}, a
	 * {@link java.net.ConnectException}, a {@link java.net.SocketTimeoutException}, or an
	 * {@link javax.net.ssl.SSLException} which says what is wrong with the server's
	 * certificate
	 */
	public CompletionStage<WsSession> connect(Request request) {
		CompletableFuture<WsSession> opened = new CompletableFuture<>();
		try {
			new ConnectAttempt(this.loops.next(), this.context, request, opened).start();
		}
		catch (IllegalArgumentException ex) {
			opened.completeExceptionally(ex);
		}
		return opened;
	}

	/**
	 * The open sessions.
	 * @return the registry
	 */
	public SessionRegistry sessions() {
		return this.context.sessionContext().sessions();
	}

	/**
	 * How many attempts have begun and may still open a session.
	 * @return the count
	 */
	int attempts() {
		return this.context.attempts();
	}

	/**
	 * Closes as {@link #close(Duration)} with a second of grace.
	 */
	@Override
	public void close() {
		close(CLOSE_GRACE);
	}

	/**
	 * Ends every attempt; sends every session a Close with 1001, and cuts off what has
	 * not ended by itself within the grace period; then ends the loops, unless they are
	 * shared. Handlers are told 1001 if their peer answered, and 1006 if not.
	 * <p>
	 * Waits, but not for ever, until that is done; only within a callback of a session it
	 * does not wait. Does nothing if the client is closed.
	 * @param grace how long peers may take to answer; zero for no time beyond sending
	 */
	public void close(Duration grace) {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.context.endAttempts();
		Supplier<CompletableFuture<?>> goodbye = () -> {
			Drain drain = Drain.ofClient(sessions(), grace.toNanos());
			drain.begin(this.loops.all());
			return drain.done();
		};
		if (this.shared != null) {
			this.shared.leave(this);
			this.loops.endSessions(goodbye, grace.toMillis(), sessions(), this.context::close);
		}
		else {
			this.loops.stop(goodbye, grace.toMillis(), sessions(), this.context::close);
		}
	}

	/**
	 * Where and how to open a session. Immutable; it may be used for any number of
	 * sessions.
	 *
	 * @param uri the server and the resource
	 * @param subprotocols offered, in order of preference
	 * @param fields further request fields
	 * @param handler the session's callbacks
	 * @param executor runs the callbacks, one after the other; {@code null} for the
	 * client's, or the event loop if the client has none
	 * @param compression this session's compression; {@code null} for the client's
	 * @param proxy what stands between; {@code null} for the client's
	 */
	public record Request(WebSocketUri uri, List<String> subprotocols, HttpFields fields, WsHandler handler,
			@Nullable Executor executor, @Nullable SessionCompression compression, @Nullable ClientProxy proxy) {

		/**
		 * A request without subprotocols and further fields, and all else as the client
		 * has it.
		 * @param uri where
		 * @param handler the session's callbacks
		 * @return the request
		 * @throws IllegalArgumentException if the URI is malformed
		 */
		public static Request of(String uri, WsHandler handler) {
			return new Request(WebSocketUri.parse(uri), List.of(), HttpFields.EMPTY, handler, null, null, null);
		}

		/**
		 * The same request with subprotocols.
		 * @param subprotocols offered, in order of preference
		 * @return a new request
		 */
		public Request withSubprotocols(String... subprotocols) {
			return new Request(this.uri, List.of(subprotocols), this.fields, this.handler, this.executor,
					this.compression, this.proxy);
		}

		/**
		 * The same request with further fields. What would break a line is refused where
		 * they are built.
		 * @param fields request fields, none of the opening handshake's own
		 * @return a new request
		 */
		public Request withFields(HttpFields fields) {
			return new Request(this.uri, this.subprotocols, fields, this.handler, this.executor, this.compression,
					this.proxy);
		}

		/**
		 * The same request with an executor for the callbacks.
		 * @param executor runs the callbacks
		 * @return a new request
		 */
		public Request withExecutor(Executor executor) {
			return new Request(this.uri, this.subprotocols, this.fields, this.handler, executor, this.compression,
					this.proxy);
		}

		/**
		 * The same request with compression of its own.
		 * @param compression how permessage-deflate is offered (RFC 7692)
		 * @return a new request
		 */
		public Request withCompression(CompressionOptions compression) {
			return new Request(this.uri, this.subprotocols, this.fields, this.handler, this.executor,
					new SessionCompression(compression), this.proxy);
		}

		/**
		 * The same request without compression.
		 * @return a new request
		 */
		public Request withoutCompression() {
			return new Request(this.uri, this.subprotocols, this.fields, this.handler, this.executor,
					SessionCompression.OFF, this.proxy);
		}

		/**
		 * The same request by way of a proxy.
		 * @param proxy what stands between; {@link ClientProxy#NONE} for a direct
		 * connection
		 * @return a new request
		 */
		public Request withProxy(ClientProxy proxy) {
			return new Request(this.uri, this.subprotocols, this.fields, this.handler, this.executor, this.compression,
					proxy);
		}

	}

	/**
	 * Describes a client.
	 */
	public static final class Builder {

		private TransportOptions options = TransportOptions.CLIENT_DEFAULTS;

		private ConnectionOptions connections = ConnectionOptions.DEFAULTS;

		private ClientTls tls = ClientTls.DEFAULTS;

		private ClientProxy proxy = ClientProxy.NONE;

		private HostResolver resolver = HostResolver.SYSTEM;

		private @Nullable Executor executor;

		private TransportListener listener = TransportListener.NONE;

		private @Nullable WsLoops loops;

		private String threadNamePrefix = "ws-client";

		Builder() {
		}

		/**
		 * Loops, limits and deadlines. Default: {@link TransportOptions#CLIENT_DEFAULTS}.
		 * @param value the options
		 * @return this
		 */
		public Builder options(TransportOptions value) {
			this.options = value;
			return this;
		}

		TransportOptions options() {
			return this.options;
		}

		/**
		 * What is asked of the operating system for each connection. Default:
		 * {@link ConnectionOptions#DEFAULTS}.
		 * @param value the options
		 * @return this
		 */
		public Builder connections(ConnectionOptions value) {
			this.connections = value;
			return this;
		}

		ConnectionOptions connections() {
			return this.connections;
		}

		/**
		 * How to encrypt, and whom to trust, when the scheme is {@code wss}. Default: the
		 * authorities that the JDK trusts.
		 * @param value how to encrypt
		 * @return this
		 */
		public Builder tls(ClientTls value) {
			this.tls = value;
			return this;
		}

		ClientTls tls() {
			return this.tls;
		}

		/**
		 * What stands between, unless a request says something else. Default: nothing.
		 * @param value the proxy
		 * @return this
		 */
		public Builder proxy(ClientProxy value) {
			this.proxy = value;
			return this;
		}

		ClientProxy proxy() {
			return this.proxy;
		}

		/**
		 * Who finds the addresses of a host. Default: the operating system.
		 * @param value the resolver
		 * @return this
		 */
		public Builder resolver(HostResolver value) {
			this.resolver = value;
			return this;
		}

		HostResolver resolver() {
			return this.resolver;
		}

		/**
		 * Runs the callbacks of sessions, those of each one after the other, unless their
		 * request brings an executor. Default: none, they run on the event loop and must
		 * not block.
		 * @param value the executor; it stays the caller's
		 * @return this
		 */
		public Builder executor(Executor value) {
			this.executor = value;
			return this;
		}

		@Nullable Executor executor() {
			return this.executor;
		}

		/**
		 * Observes. Default: nobody does.
		 * @param value the listener
		 * @return this
		 */
		public Builder listener(TransportListener value) {
			this.listener = value;
			return this;
		}

		TransportListener listener() {
			return this.listener;
		}

		/**
		 * Loops that several clients share, in place of loops of its own: the options'
		 * number of loops and size of receive buffers then mean nothing.
		 * @param value the loops; closing the client leaves them running
		 * @return this
		 */
		public Builder loops(WsLoops value) {
			this.loops = value;
			return this;
		}

		@Nullable WsLoops loops() {
			return this.loops;
		}

		/**
		 * How the client's threads are called, before a hyphen and what they do. Default:
		 * {@code ws-client}.
		 * @param value the beginning of the names
		 * @return this
		 */
		public Builder threadNamePrefix(String value) {
			this.threadNamePrefix = value;
			return this;
		}

		String threadNamePrefix() {
			return this.threadNamePrefix;
		}

		/**
		 * Opens the client: from now on it can connect.
		 * @return the client
		 * @throws IOException if a selector cannot be opened
		 * @throws IllegalStateException if the shared loops are closed
		 */
		public WsClient build() throws IOException {
			WsClient client = new WsClient(this);
			if (this.loops != null) {
				this.loops.enter(client);
			}
			return client;
		}

	}

}
