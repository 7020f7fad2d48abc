package io.wsboot.spring.server;

import java.time.Duration;

import io.wsboot.transport.WsServer;

import org.springframework.context.SmartLifecycle;

/**
 * Says goodbye before the listener stops: new handshakes are refused, and the open
 * sessions are closed with 1001, spread over a window.
 * <p>
 * It runs in the phase in which Spring Boot's web server finishes its requests, at the
 * same time as that, while every bean an endpoint needs is still alive.
 */
public final class WsServerDrain implements SmartLifecycle {

	/**
	 * The phase of {@link #getPhase()}: before the listener stops.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	private final WsServerLifecycle lifecycle;

	private final Duration window;

	private final Duration gracePeriod;

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

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Begins to drain without waiting for the end.
	 */
	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		WsServer server = this.lifecycle.server();
		if (server == null) {
			callback.run();
			return;
		}
		server.drain(this.window, this.gracePeriod).whenComplete((done, failure) -> callback.run());
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

}
