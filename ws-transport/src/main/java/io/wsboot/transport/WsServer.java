package io.wsboot.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

import io.wsboot.protocol.CompressionPool;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server: one or several listening sockets and the event loops behind them.
 * <p>
 * A server is started once; to listen again, build another. Thread-safe. Its loops are
 * non-daemon threads, so a started server keeps the process alive.
 */
public final class WsServer implements AutoCloseable {

	private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

	private final Builder settings;

	private final EventLoopGroup loops;

	private final ServerContext context;

	private final SessionRegistry sessions;

	private @Nullable Listeners listeners;

	private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

	/** Whether a drain has come to its end. */
	private volatile boolean drained;

	private boolean started;

	private boolean closed;

	WsServer(Builder settings) throws IOException {
		this.settings = settings;
		this.loops = new EventLoopGroup(settings.threadNamePrefix(), false, settings.options(), settings.listener());
		this.sessions = new SessionRegistry(this.loops.all());
		this.context = new ServerContext(new TransportContext(settings.options(), settings.listener(),
				settings.topics(), settings.sessionIds(), this.sessions), settings.upgradeHandler(),
				settings.exchangeHandler());
	}

	/**
	 * Starts to describe a server.
	 * @return a builder with defaults for everything but the upgrade handler
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Binds every address and starts the loops. If one address cannot be had, none is
	 * bound.
	 * @throws ListenException if an address cannot be had: it is taken, is not this
	 * machine's, or may not be used; its message names the address and the remedy
	 * @throws IOException if a socket cannot be opened
	 * @throws IllegalStateException if the server was started or closed before
	 */
	public synchronized void start() throws IOException {
		if (this.started || this.closed) {
			throw new IllegalStateException("A server is started once; build another to start again");
		}
		this.listeners = Listeners.bind(this.settings.listening(), this.loops, this.context,
				this.settings.threadNamePrefix());
		this.loops.start();
		this.started = true;
	}

	/**
	 * The address of the first listener.
	 * @return an {@link InetSocketAddress} with the real port, or a
	 * {@link java.net.UnixDomainSocketAddress}
	 * @throws IllegalStateException if the server was never started
	 */
	public SocketAddress localAddress() {
		return localAddresses().get(0);
	}

	/**
	 * The addresses of all listeners.
	 * @return the addresses with their real ports, in the order of the builder
	 * @throws IllegalStateException if the server was never started
	 */
	public synchronized List<SocketAddress> localAddresses() {
		if (this.listeners == null) {
			throw new IllegalStateException("The server has not been started");
		}
		return this.listeners.addresses();
	}

	/**
	 * How the server listens, as it was built.
	 * @return where and how, in the order of {@link #localAddresses()}
	 */
	public List<ListenOptions> listening() {
		return this.settings.listening();
	}

	/**
	 * Loops, limits and deadlines, as the server was built.
	 * @return the options
	 */
	public TransportOptions options() {
		return this.settings.options();
	}

	/**
	 * The port of the first listener that has one.
	 * @return the real port; -1 if the server listens on Unix domain sockets only
	 * @throws IllegalStateException if the server was never started
	 */
	public int port() {
		for (SocketAddress address : localAddresses()) {
			if (address instanceof InetSocketAddress inet) {
				return inet.getPort();
			}
		}
		return -1;
	}

	/**
	 * The open sessions.
	 * @return the registry
	 */
	public SessionRegistry sessions() {
		return this.sessions;
	}

	/**
	 * What waits for the peers that read too slowly.
	 * @return the sums at this moment
	 */
	public OutboundUsage outboundUsage() {
		return this.context.sessionContext().budget().usage();
	}

	/**
	 * Calls an action, on the caller's thread, with the sessions whose peers read too
	 * slowly, as {@link OutboundUsage} counts them. Those that become slow, or read on,
	 * meanwhile are seen or not.
	 * @param action the action
	 */
	public void forEachSlow(Consumer<? super WsSession> action) {
		this.context.sessionContext().budget().forEach(action);
	}

	/**
	 * The topics that sessions of this server join.
	 * @return the topics
	 */
	public Topics topics() {
		return this.settings.topics();
	}

	/**
	 * Lets nobody in any more: from now on upgrades are refused with 503 and
	 * {@code Retry-After}. Sessions stay, and so does whatever else the server answers.
	 */
	public void refuseUpgrades() {
		this.context.drain();
	}

	/**
	 * Sends the sessions away in good order: from now on upgrades are refused as by
	 * {@link #refuseUpgrades()}; sessions are closed with 1001 and a
	 * {@link ReconnectHint}, spread over a window so that they do not all come back at
	 * once.
	 * @param window over which the closes are spread; zero for at once
	 * @param grace how long after the window sessions may take to end
	 * @return completes, never exceptionally, when no session is left, the grace period
	 * is over or the server is closed
	 * @throws IllegalArgumentException if the window or the grace period is negative, or
	 * longer than 3650 days
	 */
	public CompletionStage<@Nullable Void> drain(Duration window, Duration grace) {
		Durations.requireNotNegative(window, "window");
		Durations.requireNotNegative(grace, "grace period");
		refuseUpgrades();
		Drain drain = Drain.ofServer(this.sessions, window.toNanos(), grace.toNanos());
		drain.begin(this.loops.all());
		return drain.done().thenRun(() -> this.drained = true).applyToEither(this.ended, Function.identity());
	}

	/**
	 * Sends some of the sessions away, whichever, so that they open again elsewhere: each
	 * is closed with 1001 and a {@link ReconnectHint}. The server goes on, and lets
	 * everybody in.
	 * @param percent how many of a hundred sessions, 1 to 100
	 * @param window over which the closes are spread; zero for at once
	 * @return completes, never exceptionally, when the last Close has been sent, with
	 * their number; with 0 if the server is closed before
	 * @throws IllegalArgumentException if the share is not from 1 to 100, or the window
	 * is negative or longer than 3650 days
	 */
	public CompletionStage<Integer> shed(int percent, Duration window) {
		if (percent < 1 || percent > 100) {
			throw new IllegalArgumentException("A share must be from 1 to 100 percent, not " + percent);
		}
		Durations.requireNotNegative(window, "window");
		Shed shed = new Shed(this.sessions, percent, window.toNanos());
		shed.begin(this.loops.all());
		return shed.done().applyToEither(this.ended.thenApply((end) -> 0), Function.identity());
	}

	/**
	 * Stops as {@link #close(Duration)} with a second of grace; with none, if
	 * {@link #drain} has given the sessions their time already.
	 */
	@Override
	public void close() {
		close(this.drained ? Duration.ZERO : CLOSE_GRACE);
	}

	/**
	 * Stops: no more connections are accepted; every session is sent a Close with 1001
	 * and every request that has begun a 503; who has not ended by itself within the
	 * grace period is cut off. Handlers are told 1001 if their peer answered, and 1006 if
	 * not. Then the loops end.
	 * <p>
	 * Waits, but not for ever, until the handlers have been told and the loops have
	 * ended; only within a callback of a session it does not wait. Does nothing if the
	 * server is closed.
	 * @param grace how long peers may take to answer; zero for no time beyond sending
	 * @throws IllegalArgumentException if the grace period is negative, or longer than
	 * 3650 days
	 */
	public void close(Duration grace) {
		Durations.requireNotNegative(grace, "grace period");
		Listeners listening;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			listening = this.listeners;
		}
		if (listening == null) {
			this.loops.closeUnstarted();
			end();
			return;
		}
		this.context.drain();
		this.loops.stop(() -> listening.close().thenCompose((done) -> sayGoodbye(grace)), grace.toMillis(),
				this.sessions, () -> {
					listening.end();
					end();
				});
	}

	private CompletableFuture<@Nullable Void> sayGoodbye(Duration grace) {
		Drain drain = Drain.ofConnections(this.context, grace.toNanos());
		drain.begin(this.loops.all());
		return drain.done();
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
		compressors().close();
		this.ended.complete(null);
	}

	/**
	 * The TLS handshakes of the first listener that encrypts.
	 * @return the handshakes
	 * @throws IllegalStateException if the server does not encrypt
	 */
	synchronized TlsHandshakes tlsHandshakes() {
		TlsServer tls = (this.listeners != null) ? this.listeners.tls() : null;
		if (tls == null) {
			throw new IllegalStateException("The server does not encrypt");
		}
		return tls.handshakes();
	}

	/**
	 * Describes a server.
	 */
	public static final class Builder {

		private final List<ListenOptions> listening = new ArrayList<>();

		private TransportOptions options = TransportOptions.DEFAULTS;

		private @Nullable UpgradeHandler upgradeHandler;

		private HttpExchangeHandler exchangeHandler = (request) -> UpgradeDecision.refuse(426,
				"This port speaks WebSocket.");

		private TransportListener listener = TransportListener.NONE;

		private Topics topics = new Topics();

		private SessionIds sessionIds = new SessionIds();

		private String threadNamePrefix = "ws-loop";

		Builder() {
		}

		/**
		 * Where the first listener listens. Default: every address, any free port.
		 * @param value a port of an address, port 0 for any free one; or the path of a
		 * Unix domain socket
		 * @return this
		 */
		public Builder address(SocketAddress value) {
			return first(first().withAddress(value));
		}

		/**
		 * Where the first listener will listen.
		 * @return the address
		 */
		public SocketAddress address() {
			return first().address();
		}

		/**
		 * Listens at one more place. {@link #address} and {@link #tls} are the short form
		 * for the first of them, which this adds if there is none yet.
		 * @param value where and how
		 * @return this
		 */
		public Builder listen(ListenOptions value) {
			this.listening.add(value);
			return this;
		}

		/**
		 * Listens at these places, and at no other.
		 * @param value where and how; the first of them is the one that {@link #address}
		 * and {@link #tls} are about
		 * @return this
		 */
		public Builder listening(List<ListenOptions> value) {
			this.listening.clear();
			this.listening.addAll(value);
			return this;
		}

		/**
		 * All places where the server will listen.
		 * @return where and how, in the order in which they were added
		 */
		public List<ListenOptions> listening() {
			return this.listening.isEmpty() ? List.of(first()) : List.copyOf(this.listening);
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
		 * Who observes, and nobody else. Default: nobody.
		 * @param value the listener
		 * @return this
		 */
		public Builder listener(TransportListener value) {
			this.listener = value;
			return this;
		}

		/**
		 * One more who observes, beside those that are there.
		 * @param value the listener
		 * @return this
		 */
		public Builder addListener(TransportListener value) {
			this.listener = (this.listener != TransportListener.NONE) ? new ListenerPair(this.listener, value) : value;
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
		 * Finds sessions by their identifiers. Default: this server's own, out of reach.
		 * @param value knows the sessions of this server from when they are asked for
		 * their identifiers
		 * @return this
		 */
		public Builder sessionIds(SessionIds value) {
			this.sessionIds = value;
			return this;
		}

		/**
		 * How connections of the first listener are encrypted. Default: not at all. What
		 * is no TLS handshake is then closed without an answer.
		 * @param value how to encrypt, {@code null} for not at all
		 * @return this
		 */
		public Builder tls(@Nullable ServerTls value) {
			return first(first().withTls(value));
		}

		/**
		 * How connections of the first listener are encrypted.
		 * @return how, {@code null} if they are not
		 */
		public @Nullable ServerTls tls() {
			return first().tls();
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

		private ListenOptions first() {
			return this.listening.isEmpty() ? ListenOptions.at(new InetSocketAddress(0)) : this.listening.get(0);
		}

		private Builder first(ListenOptions value) {
			if (this.listening.isEmpty()) {
				this.listening.add(value);
			}
			else {
				this.listening.set(0, value);
			}
			return this;
		}

		UpgradeHandler upgradeHandler() {
			if (this.upgradeHandler == null) {
				throw new IllegalStateException("A server needs an upgradeHandler that decides on requests");
			}
			return this.upgradeHandler;
		}

		HttpExchangeHandler exchangeHandler() {
			return this.exchangeHandler;
		}

		TransportListener listener() {
			return this.listener;
		}

		Topics topics() {
			return this.topics;
		}

		SessionIds sessionIds() {
			return this.sessionIds;
		}

		String threadNamePrefix() {
			return this.threadNamePrefix;
		}

		private Builder copy() {
			Builder copy = new Builder();
			copy.listening.addAll(this.listening);
			copy.options = this.options;
			copy.upgradeHandler = this.upgradeHandler;
			copy.exchangeHandler = this.exchangeHandler;
			copy.listener = this.listener;
			copy.topics = this.topics;
			copy.sessionIds = this.sessionIds;
			copy.threadNamePrefix = this.threadNamePrefix;
			return copy;
		}

	}

}
