package io.wsboot.spring.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import io.wsboot.transport.ReconnectHint;
import io.wsboot.transport.WsServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Says goodbye before the listener stops: new handshakes are refused, and the open
 * sessions are closed with 1001 and a {@link ReconnectHint}, spread over a window.
 * <p>
 * At shutdown it runs in the phase in which Spring Boot's web server finishes its
 * requests, at the same time as that, while every bean an endpoint needs is still alive.
 * An operator may {@link #drain()} earlier, or {@link #shed(int) shed} a share of the
 * sessions. Thread-safe.
 */
public final class WsServerDrain implements SmartLifecycle {

	/**
	 * The phase of {@link #getPhase()}: before the listener stops.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	private static final Log logger = LogFactory.getLog(WsServerDrain.class);

	private final WsServerLifecycle lifecycle;

	private final Duration window;

	private final Duration gracePeriod;

	private final AtomicReference<@Nullable Draining> draining = new AtomicReference<>();

	private volatile boolean running;

	/**
	 * Sets up the drain.
	 * @param lifecycle the listener's lifecycle
	 * @param window over which the closes are spread; zero for all at once
	 * @param gracePeriod how long after the window sessions may take to close
	 */
	public WsServerDrain(WsServerLifecycle lifecycle, Duration window, Duration gracePeriod) {
		this.lifecycle = lifecycle;
		this.window = window;
		this.gracePeriod = gracePeriod;
	}

	/**
	 * Begins to drain: the listener refuses new handshakes with 503 and
	 * {@code Retry-After} first, then publishes {@link WsServerDrainingEvent}, then
	 * closes the sessions. The listener itself goes on until the application stops; only
	 * a new start of it lets somebody in again. What has begun is not begun again.
	 * @return completes, never exceptionally, when no session is left or the grace period
	 * is over; at once if the listener does not run
	 */
	public CompletionStage<@Nullable Void> drain() {
		WsServer server = this.lifecycle.server();
		if (server == null) {
			return CompletableFuture.completedStage(null);
		}
		Draining begun = this.draining.get();
		if (begun != null && begun.server == server) {
			return begun.done;
		}
		Draining next = new Draining(server, new CompletableFuture<>());
		if (!this.draining.compareAndSet(begun, next)) {
			return drain();
		}
		server.refuseUpgrades();
		tell(server);
		server.drain(this.window, this.gracePeriod).whenComplete((done, failure) -> ended(next));
		return next.done;
	}

	/**
	 * Whether the listener that runs has begun to drain: it refuses new handshakes.
	 * @return {@code false} if it has not, or does not run
	 */
	public boolean isDraining() {
		Draining begun = this.draining.get();
		return begun != null && begun.server == this.lifecycle.server();
	}

	/**
	 * Sends a share of the sessions away, whichever, so that they open again on another
	 * node: they are closed with 1001, spread over the window. The listener goes on, and
	 * lets everybody in.
	 * @param percent how many of a hundred sessions, 1 to 100
	 * @return completes, never exceptionally, with the number of sessions when the last
	 * has been sent its Close; with 0 if the listener does not run, or stops before
	 * @throws IllegalArgumentException if the share is not from 1 to 100
	 */
	public CompletionStage<Integer> shed(int percent) {
		WsServer server = this.lifecycle.server();
		return (server != null) ? server.shed(percent, this.window) : CompletableFuture.completedStage(0);
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Begins to drain without waiting for the end.
	 */
	@Override
	public void stop() {
		this.running = false;
		drain();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		drain().whenComplete((done, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Whether a pause of the context ends the sessions.
	 * @return {@code false}: they outlast it, as the requests of a web server do
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/** A listener of the event that fails does not keep the sessions. */
	private void tell(WsServer server) {
		int sessions = server.sessions().size();
		if (sessions > 0) {
			logger.info("WebSocket listener on " + StartLine.name(server.localAddress()) + " drains; open sessions: "
					+ sessions + ", closed with 1001 within " + StartLine.duration(this.window));
		}
		try {
			this.lifecycle.context()
				.publishEvent(new WsServerDrainingEvent(this.lifecycle.context(), server.localAddress()));
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of WsServerDrainingEvent failed; correct it. The sessions are closed all the same",
					ex);
		}
	}

	private void ended(Draining drained) {
		int left = drained.server.sessions().size();
		if (left > 0 && this.lifecycle.server() == drained.server) {
			logger
				.info("Sessions that have not ended within the grace period of " + StartLine.duration(this.gracePeriod)
						+ ": " + left + "; they are cut off when the listener stops");
		}
		drained.done.complete(null);
	}

	/**
	 * The one drain of a server.
	 *
	 * @param server the server
	 * @param done completes at the end
	 */
	private record Draining(WsServer server, CompletableFuture<@Nullable Void> done) {

	}

}
