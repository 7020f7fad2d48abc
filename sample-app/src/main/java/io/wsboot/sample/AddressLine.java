package io.wsboot.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Ends the start-up log with the address to open.
 */
@Component
final class AddressLine {

	private static final Log logger = LogFactory.getLog(AddressLine.class);

	private final Environment environment;

	AddressLine(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Logs the address, after everything else that start-up has to say.
	 */
	@EventListener(ApplicationReadyEvent.class)
	@Order(Ordered.LOWEST_PRECEDENCE)
	void ready() {
		logger.info("Open http://localhost:" + this.environment.getRequiredProperty("local.server.port")
				+ this.environment.getProperty("server.servlet.context-path", "") + "/");
	}

}
