package io.wsboot.benchmarks.servers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A Spring Boot application with the starter, in its default configuration, with a meter
 * registry.
 */
public final class EndpointServer {

	private EndpointServer() {
	}

	/**
	 * Starts an application that returns every message.
	 * @param arguments {@code --port=N}, and what else {@link ServerOptions} knows
	 * @return the application, which runs until it is closed
	 * @throws IllegalArgumentException if the arguments are wrong
	 */
	public static ConfigurableApplicationContext echo(List<String> arguments) {
		return start(ServerOptions.parse(arguments), EchoApplication.class);
	}

	/**
	 * Starts an application that sends every text message to all sessions.
	 * @param arguments {@code --port=N}, and what else {@link ServerOptions} knows
	 * @return the application, which runs until it is closed
	 * @throws IllegalArgumentException if the arguments are wrong
	 */
	public static ConfigurableApplicationContext broadcast(List<String> arguments) {
		return start(ServerOptions.parse(arguments), BroadcastApplication.class);
	}

	private static ConfigurableApplicationContext start(ServerOptions options, Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(properties(options))
			.run();
	}

	private static Map<String, Object> properties(ServerOptions options) {
		Map<String, Object> properties = new HashMap<>(Map.of("ws.server.port", options.port(), "ws.server.spin",
				options.spin(), "spring.main.banner-mode", "off"));
		if (options.tls() != null) {
			String keystore = "spring.ssl.bundle.jks.measured.keystore.";
			properties.putAll(Map.of(keystore + "location", "file:" + options.tls(), keystore + "password",
					ServerKeys.PASSWORD, keystore + "type", ServerKeys.TYPE, "ws.server.ssl.bundle", "measured"));
		}
		if (options.deflate() > 0) {
			String compression = "ws.compression.";
			properties.putAll(Map.of(compression + "enabled", true, compression + "level", options.deflate(),
					compression + "min-size", 0, compression + "server-no-context-takeover", false,
					compression + "client-no-context-takeover", false));
		}
		return properties;
	}

}
