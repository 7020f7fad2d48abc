package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.handshake.ClientHandshake;
import io.wsboot.protocol.handshake.WebSocketUri;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a client to open a session, up to the connection: it finds the host's
 * addresses, tries one after the other, and passes the proxy if there is one. All that
 * has one deadline; an address has its share of what is left. The opening handshake
 * follows ({@link ClientHandshakeStage}).
 * <p>
 * Confined to its loop, except {@link #start()} and {@link #cancel()}.
 */
final class ConnectAttempt extends Deadlines.Timed implements Channelled, PreambleStage.Next {

	private final EventLoop loop;

	private final ClientContext client;

	private final WsClient.Request request;

	private final ClientHandshake handshake;

	private final CompletableFuture<WsSession> opened;

	/** {@code null} for a direct connection. */
	private final ClientProxy.@Nullable Via proxy;

	private final @Nullable Preamble preamble;

	/** Where the connection leads at first: the proxy's, or the server's. */
	private final String host;

	private final int port;

	/** Not tried yet; {@code null} until they are found. */
	private @Nullable List<InetAddress> addresses;

	private final ConnectFailures failures;

	private @Nullable InetSocketAddress tried;

	/** While it is being connected. */
	private @Nullable SocketChannel socket;

	/** Once it is connected. */
	private @Nullable Connection connection;

	private long connectBy;

	/** For the address that is tried. */
	private long addressBy;

	/**
	 * Prepares an attempt; {@link #start()} must follow.
	 * @param loop serves the connection
	 * @param client whose attempt this is
	 * @param request where and how
	 * @param opened completed with the session, or with a failure
	 * @throws IllegalArgumentException if the request cannot be sent as it is
	 */
	ConnectAttempt(EventLoop loop, ClientContext client, WsClient.Request request,
			CompletableFuture<WsSession> opened) {
		this.loop = loop;
		this.client = client;
		this.request = request;
		this.opened = opened;
		WebSocketUri server = request.uri();
		this.handshake = new ClientHandshake(server, request.subprotocols(),
				SessionCompression.choose(request.compression(), client.options()), request.fields());
		this.proxy = (client.proxy(request) instanceof ClientProxy.Via via) ? via : null;
		this.preamble = (this.proxy != null) ? preamble(this.proxy, server, client.options()) : null;
		this.host = (this.proxy != null) ? this.proxy.host() : server.host();
		this.port = (this.proxy != null) ? this.proxy.port() : server.port();
		this.failures = new ConnectFailures(((this.proxy != null) ? "proxy " : "server ") + this.host + ":" + this.port,
				server.hostHeader(), client.options().timeouts().connect());
	}

	private static Preamble preamble(ClientProxy.Via proxy, WebSocketUri server, TransportOptions options) {
		return switch (proxy.protocol()) {
			case HTTP -> new HttpConnect(proxy, server, options.headLimits());
			case SOCKS5 -> new Socks5(proxy, server);
		};
	}

	/**
	 * Begins. Called on any thread, which never waits.
	 */
	void start() {
		if (!this.loop.offer(this::begin)) {
			this.opened.completeExceptionally(closed());
		}
	}

	/**
	 * Gives the attempt up, unless it has led to a session. Called on any thread.
	 */
	void cancel() {
		this.loop.execute(() -> {
			if (!this.opened.isDone() || this.opened.isCompletedExceptionally()) {
				fail(closed());
			}
		});
	}

	private void begin() {
		if (!this.client.enter(this)) {
			fail(closed());
			return;
		}
		this.opened.whenComplete((session, failed) -> {
			this.client.leave(this);
			if (failed != null) {
				// perhaps by the caller, who has lost interest
				cancel();
			}
		});
		if (this.opened.isDone()) {
			return;
		}
		this.connectBy = this.loop.now() + this.client.options().timeouts().connect().toNanos();
		this.loop.deadlines().schedule(this, this.connectBy);
		this.client.lookups()
			.lookUp(this.host)
			.whenComplete((found, failed) -> this.loop.executeNow(() -> found(found, failed)));
	}

	private void found(@Nullable List<InetAddress> found, @Nullable Throwable failed) {
		if (this.opened.isDone()) {
			return;
		}
		if (found != null) {
			this.addresses = found;
			tryNext();
		}
		else if (failed != null) {
			fail(failed);
		}
	}

	/** Tries addresses until one is being connected to, or none is left. */
	private void tryNext() {
		List<InetAddress> left = this.addresses;
		while (left != null && !left.isEmpty()) {
			this.tried = new InetSocketAddress(left.get(0), this.port);
			this.addressBy = this.loop.now() + (this.connectBy - this.loop.now()) / left.size();
			left = left.subList(1, left.size());
			this.addresses = left;
			try {
				connect(this.tried);
				return;
			}
			catch (IOException | RuntimeException ex) {
				gone(this.tried, ex);
			}
		}
		fail(this.failures.noneLeft());
	}

	private void connect(InetSocketAddress address) throws IOException {
		SocketChannel connecting = SocketChannel.open();
		this.socket = connecting;
		connecting.configureBlocking(false);
		ConnectionOptions options = this.client.connections();
		options.apply(connecting, true);
		if (options.receiveBufferSize() > 0) {
			// early enough for TCP to agree on a window of that size
			connecting.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferSize());
		}
		if (connecting.connect(address)) {
			connected(connecting);
			return;
		}
		connecting.register(this.loop.selector(), SelectionKey.OP_CONNECT, this);
		this.loop.deadlines().schedule(this, this.addressBy);
	}

	@Override
	public void ready(int readyOps) throws IOException {
		SocketChannel connecting = this.socket;
		if (connecting != null && connecting.finishConnect()) {
			connected(connecting);
		}
	}

	/**
	 * The address that is tried cannot be connected to.
	 */
	@Override
	public void failed(Throwable cause) {
		if (this.tried != null) {
			gone(this.tried, cause);
		}
		tryNext();
	}

	/**
	 * The loop ends.
	 */
	@Override
	public void close() {
		fail(closed());
	}

	@Override
	long deadline(long now) {
		InetSocketAddress address = this.tried;
		if (now - this.connectBy >= 0) {
			fail((address != null) ? this.failures.notAnswered(address) : this.failures.notFound(this.host));
		}
		else if (address != null && now - this.addressBy >= 0) {
			gone(address, new SocketTimeoutException("no answer in its share of the connect timeout"));
			tryNext();
		}
		if (this.opened.isDone() || this.connection != null) {
			return Deadlines.NEVER;
		}
		return (this.tried != null) ? this.addressBy : this.connectBy;
	}

	private void connected(SocketChannel connecting) {
		this.loop.deadlines().cancel(this);
		try {
			WebSocketUri uri = this.request.uri();
			RawChannel channel = uri.secure() ? this.client.tls().channel(connecting, this.loop.buffers(), uri)
					: new PlainChannel(connecting);
			Connection made = new Connection(this.loop, channel, connecting.getRemoteAddress(),
					this.client.sessionContext().outbound(), this.client.connectionGone());
			this.connection = made;
			this.socket = null;
			this.client.listener().connectionOpened();
			begin(made);
		}
		catch (IOException | RuntimeException ex) {
			fail(ex);
		}
	}

	private void begin(Connection made) throws IOException {
		if (this.preamble != null) {
			PreambleStage stage = new PreambleStage(made, this.preamble, this.connectBy, this);
			made.enter(stage);
			stage.begin();
		}
		else {
			shakeHands(made);
		}
	}

	private void shakeHands(Connection made) throws IOException {
		ClientHandshakeStage stage = new ClientHandshakeStage(made, this.client, this.request, this.handshake,
				this.opened);
		made.enter(stage);
		stage.connected();
	}

	@Override
	public void passed(Connection made) {
		try {
			shakeHands(made);
		}
		catch (IOException | RuntimeException ex) {
			fail(ex);
		}
	}

	@Override
	public void notPassed(Throwable cause) {
		fail(this.failures.notPassed(cause));
	}

	private void gone(InetSocketAddress address, Throwable cause) {
		closeSocket();
		this.failures.gone(address, cause);
	}

	private static IOException closed() {
		return new IOException("The client is closed");
	}

	private void fail(Throwable cause) {
		this.opened.completeExceptionally(this.failures.of(cause));
		this.loop.deadlines().cancel(this);
		closeSocket();
		if (this.connection != null) {
			this.connection.giveUp();
		}
	}

	private void closeSocket() {
		if (this.socket != null) {
			PlainChannel.close(this.socket);
			this.socket = null;
		}
	}

}
