package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.server.WsServerDrainingEvent;
import io.wsboot.spring.server.WsServerEvent;
import io.wsboot.spring.server.WsServerStartedEvent;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Takes the application out of traffic while its listener drains, as a web application
 * does by itself when it is closed; and back when the listener has started again.
 */
final class DrainReadiness implements ApplicationListener<WsServerEvent> {

	private final ApplicationContext context;

	private final ObjectProvider<ApplicationAvailability> availability;

	/** Whether the application refuses traffic because of this. */
	private volatile boolean refusing;

	DrainReadiness(ApplicationContext context, ObjectProvider<ApplicationAvailability> availability) {
		this.context = context;
		this.availability = availability;
	}

	/**
	 * Follows the listener of this context; one of a child context is not this one's.
	 */
	@Override
	public void onApplicationEvent(WsServerEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		if (event instanceof WsServerDrainingEvent && !isRefusing()) {
			this.refusing = true;
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
		else if (event instanceof WsServerStartedEvent && this.refusing) {
			this.refusing = false;
			AvailabilityChangeEvent.publish(this.context, ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	private boolean isRefusing() {
		ApplicationAvailability known = this.availability.getIfAvailable();
		AvailabilityChangeEvent<ReadinessState> last = (known != null) ? known.getLastChangeEvent(ReadinessState.class)
				: null;
		return last != null && last.getState() == ReadinessState.REFUSING_TRAFFIC;
	}

}
