package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.wsboot.protocol.CloseStatus;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that counts what its listener is told.
 */
final class TestServer implements AutoCloseable {

	static final TransportOptions OPTIONS = TransportOptions.DEFAULTS.withEventLoops(2);

	private final WsServer server;

	private final Counts counts;

	private TestServer(WsServer server, Counts counts) {
		this.server = server;
		this.counts = counts;
	}

	/**
	 * Awaits something that comes soon.
	 */
	static ConditionFactory eventually() {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(10));
	}

	/**
	 * Starts a server with an upgrade handler.
	 */
	static TestServer start(TransportOptions options, UpgradeHandler upgrades) throws IOException {
		return start(options, upgrades, null);
	}

	/**
	 * Starts a server that encrypts, or not.
	 */
	static TestServer start(TransportOptions options, UpgradeHandler upgrades, @Nullable ServerTls tls)
			throws IOException {
		return start(ListenOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).withTls(tls), options,
				upgrades);
	}

	/**
	 * Starts a server at a place of its own.
	 */
	static TestServer start(ListenOptions place, TransportOptions options, UpgradeHandler upgrades) throws IOException {
		Counts counts = new Counts();
		WsServer server = WsServer.builder()
			.listen(place)
			.options(options)
			.upgradeHandler(upgrades)
			.listener(counts)
			.build();
		server.start();
		return new TestServer(server, counts);
	}

	/**
	 * Starts a server whose sessions all have the same handler.
	 */
	static TestServer start(TransportOptions options, WsHandler handler, @Nullable Executor executor)
			throws IOException {
		return start(options,
				(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(handler).withExecutor(executor)));
	}

	/**
	 * Starts a server at a place of its own, whose sessions all have the same handler.
	 */
	static TestServer start(ListenOptions place, TransportOptions options, WsHandler handler) throws IOException {
		return start(place, options, (request) -> CompletableFuture.completedStage(UpgradeDecision.accept(handler)));
	}

	/**
	 * Starts a server that encrypts, whose sessions all have the same handler.
	 */
	static TestServer start(TransportOptions options, WsHandler handler, @Nullable Executor executor, ServerTls tls)
			throws IOException {
		return start(options,
				(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(handler).withExecutor(executor)),
				tls);
	}

	/**
	 * Starts a server whose handler depends on the path.
	 */
	static TestServer start(TransportOptions options, Function<String, WsHandler> handlers, @Nullable Executor executor)
			throws IOException {
		return start(options, (request) -> CompletableFuture
			.completedStage(UpgradeDecision.accept(handlers.apply(request.path())).withExecutor(executor)));
	}

	int port() {
		return this.server.port();
	}

	String uri() {
		return "ws://127.0.0.1:" + port() + "/";
	}

	String secureUri() {
		return "wss://localhost:" + port() + "/";
	}

	WsServer server() {
		return this.server;
	}

	/**
	 * The TLS handshakes of a server that encrypts.
	 */
	TlsHandshakes tls() {
		return this.server.tlsHandshakes();
	}

	Counts counts() {
		return this.counts;
	}

	/**
	 * Ends the server without waiting for peers that a test leaves open.
	 */
	@Override
	public void close() {
		this.server.close(Duration.ZERO);
	}

	/**
	 * Answers every message with itself.
	 */
	static class Echo implements WsHandler {

		@Override
		public void onText(WsSession session, String text) {
			session.offerText(text);
		}

		@Override
		public void onBinary(WsSession session, ByteBuffer data) {
			session.offerBinary(data);
		}

	}

	/**
	 * What a listener was told.
	 */
	static final class Counts implements TransportListener {

		final AtomicInteger opened = new AtomicInteger();

		final AtomicInteger closed = new AtomicInteger();

		final AtomicInteger refused = new AtomicInteger();

		final AtomicInteger sessionsOpened = new AtomicInteger();

		final AtomicInteger sessionsClosed = new AtomicInteger();

		final AtomicInteger closedLocally = new AtomicInteger();

		final AtomicInteger tlsHandshakesFailed = new AtomicInteger();

		final Queue<TlsHandshakeFailure> tlsFailures = new ConcurrentLinkedQueue<>();

		final AtomicInteger handshakesRefused = new AtomicInteger();

		final AtomicInteger received = new AtomicInteger();

		final AtomicLong receivedBytes = new AtomicLong();

		final AtomicInteger sent = new AtomicInteger();

		final AtomicInteger handled = new AtomicInteger();

		final AtomicInteger heartbeatsAnswered = new AtomicInteger();

		final AtomicInteger heartbeatsMissed = new AtomicInteger();

		final AtomicInteger paused = new AtomicInteger();

		final AtomicInteger resumed = new AtomicInteger();

		final AtomicInteger publishersWaited = new AtomicInteger();

		final AtomicInteger stalled = new AtomicInteger();

		final Queue<Limit> limits = new ConcurrentLinkedQueue<>();

		private final Map<DropReason, Integer> dropped = new ConcurrentHashMap<>();

		@Override
		public void connectionOpened() {
			this.opened.incrementAndGet();
		}

		@Override
		public void connectionClosed() {
			this.closed.incrementAndGet();
		}

		@Override
		public void connectionRefused() {
			this.refused.incrementAndGet();
		}

		@Override
		public void tlsHandshakeFailed(TlsHandshakeFailure reason) {
			this.tlsFailures.add(reason);
			this.tlsHandshakesFailed.incrementAndGet();
		}

		@Override
		public void handshakeRefused(int status) {
			this.handshakesRefused.incrementAndGet();
		}

		@Override
		public void sessionOpened(WsSession session, long handshakeNanos) {
			this.sessionsOpened.incrementAndGet();
		}

		@Override
		public void sessionClosed(WsSession session, CloseStatus status, boolean initiatedLocally, long openNanos) {
			this.sessionsClosed.incrementAndGet();
			if (initiatedLocally) {
				this.closedLocally.incrementAndGet();
			}
		}

		@Override
		public void messageReceived(boolean text, long bytes) {
			this.received.incrementAndGet();
			this.receivedBytes.addAndGet(bytes);
		}

		@Override
		public void messageSent(boolean text, long bytes) {
			this.sent.incrementAndGet();
		}

		@Override
		public void messagesHandled(int messages, long nanos) {
			this.handled.addAndGet(messages);
		}

		@Override
		public void heartbeatAnswered(long roundTripNanos) {
			if (roundTripNanos >= 0) {
				this.heartbeatsAnswered.incrementAndGet();
			}
		}

		@Override
		public void heartbeatMissed() {
			this.heartbeatsMissed.incrementAndGet();
		}

		@Override
		public void readingPaused() {
			this.paused.incrementAndGet();
		}

		@Override
		public void readingResumed() {
			this.resumed.incrementAndGet();
		}

		@Override
		public void publisherWaited(long nanos) {
			this.publishersWaited.incrementAndGet();
		}

		@Override
		public void writeStalled() {
			this.stalled.incrementAndGet();
		}

		int dropped(DropReason reason) {
			return this.dropped.getOrDefault(reason, 0);
		}

		@Override
		public void messagesDropped(DropReason reason, int messages) {
			this.dropped.merge(reason, messages, Integer::sum);
		}

		@Override
		public void limitReached(Limit limit) {
			this.limits.add(limit);
		}

	}

}
