package io.wsboot.benchmarks.servers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import java.net.InetSocketAddress;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.UpgradeHandler;
import io.wsboot.transport.WsHandler;
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
	 * Starts an application that returns every text on the event loop, on any port.
	 * @return the application, which runs until it is closed
	 */
	public static ConfigurableApplicationContext echoOnLoop() {
		return start(ServerOptions.parse(List.of("--port=0")), LoopEchoApplication.class);
	}

	/**
	 * Makes the handler of one session, as for an upgrade request.
	 * @param application has an endpoint at the path of all
	 * @return a new handler
	 */
	public static WsHandler handler(ConfigurableApplicationContext application) {
		HandshakeRequest request = new HandshakeRequest(
				new RequestHead("GET", "/ws", 1, HttpFields.builder().add("Host", "localhost").build()),
				InetSocketAddress.createUnresolved("peer", 1), InetSocketAddress.createUnresolved("local", 1), false,
				List.of());
		UpgradeDecision decision = application.getBean(UpgradeHandler.class)
			.upgrade(request)
			.toCompletableFuture()
			.join();
		if (decision instanceof UpgradeDecision.Accept accepted) {
			return accepted.handler();
		}
		throw new IllegalStateException("The endpoint refuses: " + decision);
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
