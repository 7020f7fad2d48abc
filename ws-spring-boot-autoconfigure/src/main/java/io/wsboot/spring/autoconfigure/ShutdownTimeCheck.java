package io.wsboot.spring.autoconfigure;

import java.time.Duration;

import io.wsboot.spring.server.WsServerStartedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.ApplicationListener;

/**
 * Warns when sessions are promised more time at shutdown than the context waits for any
 * phase of it.
 */
final class ShutdownTimeCheck implements ApplicationListener<WsServerStartedEvent> {

	private static final Log logger = LogFactory.getLog(ShutdownTimeCheck.class);

	private final ServerOptions options;

	private final ObjectProvider<LifecycleProperties> lifecycle;

	ShutdownTimeCheck(ServerOptions options, ObjectProvider<LifecycleProperties> lifecycle) {
		this.options = options;
		this.lifecycle = lifecycle;
	}

	@Override
	public void onApplicationEvent(WsServerStartedEvent event) {
		Duration promised = this.options.drainWindow().plus(this.options.gracePeriod());
		this.lifecycle.ifAvailable((properties) -> compare(promised, properties.getTimeoutPerShutdownPhase()));
	}

	private static void compare(Duration promised, Duration granted) {
		if (promised.compareTo(granted) > 0) {
			logger.warn("ws.server.shutdown.drain-window and grace-period are " + promised.toSeconds()
					+ " s together, but the context waits only " + granted.toSeconds()
					+ " s for a phase of its shutdown: sessions may be cut off. Shorten them, or raise"
					+ " spring.lifecycle.timeout-per-shutdown-phase.");
		}
	}

}
