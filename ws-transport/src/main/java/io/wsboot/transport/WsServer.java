package io.wsboot.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.wsboot.protocol.CompressionPool;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server: a listening socket and the event loops behind it.
 * <p>
 * A server is started once; to listen again, build another. Thread-safe. Its loops are
 * non-daemon threads, so a started server keeps the process alive.
 */
public final class WsServer implements AutoCloseable {

	private final Builder settings;

	private final EventLoopGroup loops;

	private final ServerContext context;

	private final SessionRegistry sessions;

	private final @Nullable TlsServer tls;

	private @Nullable Acceptor acceptor;

	private @Nullable InetSocketAddress localAddress;

	private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

	private boolean started;

	private boolean closed;

	private WsServer(Builder settings) throws IOException {
		this.settings = settings;
		this.loops = new EventLoopGroup(settings.threadNamePrefix, false, settings.options, settings.listener);
		this.sessions = new SessionRegistry(this.loops.all());
		this.tls = (settings.tls != null) ? new TlsServer(settings.tls, settings.threadNamePrefix) : null;
		this.context = new ServerContext(
				new TransportContext(settings.options, settings.listener, settings.topics, this.sessions),
				settings.upgradeHandler(), settings.exchangeHandler, this.tls);
	}

	/**
	 * Starts to describe a server.
	 * @return a builder with defaults for everything but the upgrade handler
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Binds the listening socket and starts the loops.
	 * @throws java.net.BindException if the port is taken or the address is not ours; its
	 * message names the address
	 * @throws IOException if the socket cannot be opened
	 * @throws IllegalStateException if the server was started or closed before
	 */
	public synchronized void start() throws IOException {
		if (this.started || this.closed) {
			throw new IllegalStateException("A server is started once; build another to start again");
		}
		this.acceptor = new Acceptor(this.settings.address, this.loops, this.context);
		this.localAddress = this.acceptor.localAddress();
		this.acceptor.start();
		this.loops.start();
		this.started = true;
	}

	/**
	 * The address the server listens on.
	 * @return the address with the real port
	 * @throws IllegalStateException if the server was never started
	 */
	public synchronized InetSocketAddress localAddress() {
		if (this.localAddress == null) {
			throw new IllegalStateException("The server has not been started");
		}
		return this.localAddress;
	}

	/**
	 * The open sessions.
	 * @return the registry
	 */
	public SessionRegistry sessions() {
		return this.sessions;
	}

	/**
	 * The topics that sessions of this server join.
	 * @return the topics
	 */
	public Topics topics() {
		return this.settings.topics;
	}

	/**
	 * Sends the sessions away in good order: from now on upgrades are refused with 503
	 * and {@code Retry-After}; sessions are closed with 1001, spread over a window so
	 * that they do not all come back at once.
	 * @param window over which the closes are spread; zero for at once
	 * @param grace how long after the window sessions may take to end
	 * @return completes, never exceptionally, when no session is left, the grace period
	 * is over or the server is closed
	 */
	public CompletionStage<@Nullable Void> drain(Duration window, Duration grace) {
		this.context.drain();
		Drain drain = new Drain(this.sessions, window.toNanos(), grace.toNanos());
		drain.begin(this.loops.all());
		return drain.done().applyToEither(this.ended, Function.identity());
	}

	/**
	 * Stops: no more connections are accepted, every connection is ended, and the loops
	 * end. Handlers of sessions that are still open are told 1006. Waits, but not for
	 * ever, until the handlers have been told and the loops have ended; only within a
	 * callback of a session it does not wait. Does nothing if the server is closed.
	 */
	@Override
	public void close() {
		Acceptor listening;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			listening = this.started ? this.acceptor : null;
		}
		if (listening == null) {
			this.loops.closeUnstarted();
			end();
		}
		else {
			this.loops.stop(listening::close, this.sessions, this::end);
		}
	}

	/**
	 * What compresses and decompresses for this server's sessions.
	 * @return the pool
	 */
	CompressionPool compressors() {
		return this.context.sessionContext().compressors();
	}

	/**
	 * What clients' addresses take.
	 * @return the places
	 */
	CountedPlaces<Long> addresses() {
		return this.context.addresses();
	}

	/**
	 * What users take.
	 * @return the places
	 */
	CountedPlaces<String> users() {
		return this.context.sessionContext().users();
	}

	private void end() {
		if (this.tls != null) {
			this.tls.close();
		}
		compressors().close();
		this.ended.complete(null);
	}

	/**
	 * The TLS handshakes of this server.
	 * @return the handshakes
	 * @throws IllegalStateException if the server does not encrypt
	 */
	TlsHandshakes tlsHandshakes() {
		if (this.tls == null) {
			throw new IllegalStateException("The server does not encrypt");
		}
		return this.tls.handshakes();
	}

	/**
	 * Describes a server.
	 */
	public static final class Builder {

		private InetSocketAddress address = new InetSocketAddress(0);

		private TransportOptions options = TransportOptions.DEFAULTS;

		private @Nullable UpgradeHandler upgradeHandler;

		private HttpExchangeHandler exchangeHandler = (request) -> UpgradeDecision.refuse(426,
				"This port speaks WebSocket.");

		private TransportListener listener = TransportListener.NONE;

		private Topics topics = new Topics();

		private @Nullable ServerTls tls;

		private String threadNamePrefix = "ws-loop";

		private Builder() {
		}

		/**
		 * Where to listen. Default: every address, any free port.
		 * @param value the address; port 0 for any free one
		 * @return this
		 */
		public Builder address(InetSocketAddress value) {
			this.address = value;
			return this;
		}

		/**
		 * Where the server will listen.
		 * @return the address
		 */
		public InetSocketAddress address() {
			return this.address;
		}

		/**
		 * Loops, limits and deadlines.
		 * @param value the options
		 * @return this
		 */
		public Builder options(TransportOptions value) {
			this.options = value;
			return this;
		}

		/**
		 * Loops, limits and deadlines.
		 * @return the options
		 */
		public TransportOptions options() {
			return this.options;
		}

		/**
		 * Who decides on upgrade requests. Required.
		 * @param value the handler
		 * @return this
		 */
		public Builder upgradeHandler(UpgradeHandler value) {
			this.upgradeHandler = value;
			return this;
		}

		/**
		 * Who answers requests that ask for no upgrade. Default: 426.
		 * @param value the handler
		 * @return this
		 */
		public Builder httpExchangeHandler(HttpExchangeHandler value) {
			this.exchangeHandler = value;
			return this;
		}

		/**
		 * Who observes. Default: nobody.
		 * @param value the listener
		 * @return this
		 */
		public Builder listener(TransportListener value) {
			this.listener = value;
			return this;
		}

		/**
		 * The topics that sessions join. Default: topics of this server's own.
		 * @param value the topics
		 * @return this
		 */
		public Builder topics(Topics value) {
			this.topics = value;
			return this;
		}

		/**
		 * How connections are encrypted. Default: not at all. What is no TLS handshake is
		 * then closed without an answer.
		 * @param value how to encrypt, {@code null} for not at all
		 * @return this
		 */
		public Builder tls(@Nullable ServerTls value) {
			this.tls = value;
			return this;
		}

		/**
		 * How connections are encrypted.
		 * @return how, {@code null} if they are not
		 */
		public @Nullable ServerTls tls() {
			return this.tls;
		}

		/**
		 * How the loops' threads are called. Default: {@code ws-loop}.
		 * @param value the prefix, before a hyphen and a number
		 * @return this
		 */
		public Builder threadNamePrefix(String value) {
			this.threadNamePrefix = value;
			return this;
		}

		/**
		 * Makes the server; it does not listen yet.
		 * @return the server
		 * @throws IOException if a selector cannot be opened
		 * @throws IllegalStateException if there is no upgrade handler
		 */
		public WsServer build() throws IOException {
			upgradeHandler();
			return new WsServer(copy());
		}

		private UpgradeHandler upgradeHandler() {
			if (this.upgradeHandler == null) {
				throw new IllegalStateException("A server needs an upgradeHandler that decides on requests");
			}
			return this.upgradeHandler;
		}

		private Builder copy() {
			Builder copy = new Builder();
			copy.address = this.address;
			copy.options = this.options;
			copy.upgradeHandler = this.upgradeHandler;
			copy.exchangeHandler = this.exchangeHandler;
			copy.listener = this.listener;
			copy.topics = this.topics;
			copy.tls = this.tls;
			copy.threadNamePrefix = this.threadNamePrefix;
			return copy;
		}

	}

}
