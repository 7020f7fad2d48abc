package io.wsboot.spring.actuate;

import java.util.List;
import java.util.function.Supplier;

import io.wsboot.spring.server.WsServerDrain;
import io.wsboot.spring.server.WsServerFactory;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.WsServer;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of the listener: UP while it serves, OUT_OF_SERVICE while it drains, DOWN
 * when there are endpoints but it does not run, and UNKNOWN when there is nothing to
 * serve. Thread-safe.
 */
public final class WsHealthIndicator extends AbstractHealthIndicator {

	private final WsServerLifecycle lifecycle;

	private final WsServerDrain drain;

	private final Supplier<WsServerFactory> factory;

	/**
	 * Watches a listener.
	 * @param lifecycle knows the server that runs
	 * @param drain knows whether it is draining
	 * @param factory knows what there is to serve; asked when the listener does not run
	 */
	public WsHealthIndicator(WsServerLifecycle lifecycle, WsServerDrain drain, Supplier<WsServerFactory> factory) {
		super("The health of the WebSocket listener cannot be told");
		this.lifecycle = lifecycle;
		this.drain = drain;
		this.factory = factory;
	}

	@Override
	protected void doHealthCheck(Health.Builder health) {
		WsServer server = this.lifecycle.server();
		if (server == null) {
			missing(health);
			return;
		}
		if (this.drain.isDraining()) {
			health.outOfService().withDetail("reason", "draining");
		}
		else {
			health.up();
		}
		List<String> addresses = server.localAddresses().stream().map(ListenerAddress::text).toList();
		health.withDetail("addresses", addresses).withDetail("sessions", server.sessions().size());
		int port = server.port();
		if (port >= 0) {
			health.withDetail("port", port);
		}
	}

	private void missing(Health.Builder health) {
		if (this.factory.get().paths().isEmpty()) {
			health.unknown().withDetail("reason", "no-endpoint");
		}
		else {
			health.down().withDetail("reason", "not-running");
		}
	}

}
