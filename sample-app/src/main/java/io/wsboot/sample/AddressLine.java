package io.wsboot.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
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

	private final ServerProperties server;

	AddressLine(Environment environment, ServerProperties server) {
		this.environment = environment;
		this.server = server;
	}

	/**
	 * Logs the address, after everything else that start-up has to say.
	 */
	@EventListener(ApplicationReadyEvent.class)
	@Order(Ordered.LOWEST_PRECEDENCE)
	void ready() {
		String scheme = Ssl.isEnabled(this.server.getSsl()) ? "https" : "http";
		logger.info("Open " + scheme + "://localhost:" + this.environment.getRequiredProperty("local.server.port")
				+ this.environment.getProperty("server.servlet.context-path", "") + "/");
	}

}
