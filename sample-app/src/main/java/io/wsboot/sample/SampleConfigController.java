package io.wsboot.sample;

import org.springframework.core.env.Environment;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the page where the listener is, which may be on any free port.
 */
@RestController
final class SampleConfigController {

	private final Environment environment;

	SampleConfigController(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The listener's port; 503 if it was never started.
	 */
	@GetMapping("/sample/config")
	ResponseEntity<SampleConfig> config() {
		Integer port = this.environment.getProperty("local.ws.server.port", Integer.class);
		if (port == null) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
		}
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new SampleConfig(port));
	}

	/**
	 * What the page must know.
	 *
	 * @param wsPort the port of the WebSocket listener
	 */
	record SampleConfig(int wsPort) {

	}

}
