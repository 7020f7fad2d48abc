package io.wsboot.benchmarks.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.transport.ServerTls;
import io.wsboot.transport.Topics;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsServer;
import org.jspecify.annotations.Nullable;

/**
 * The transport alone, with a handler on its event loops.
 */
public final class LoopServer {

	private static final String PATH = "/ws";

	private LoopServer() {
	}

	/**
	 * Starts a server that returns every message.
	 * @param arguments {@code --port=N}, and what else {@link ServerOptions} knows
	 * @return the server, which runs until it is closed
	 * @throws IOException if it cannot listen
	 * @throws IllegalArgumentException if the arguments are wrong
	 */
	public static WsServer echo(List<String> arguments) throws IOException {
		return start(ServerOptions.parse(arguments), (topics) -> new EchoHandler());
	}

	/**
	 * Starts a server that sends every text message to all sessions.
	 * @param arguments {@code --port=N}, and what else {@link ServerOptions} knows
	 * @return the server, which runs until it is closed
	 * @throws IOException if it cannot listen
	 * @throws IllegalArgumentException if the arguments are wrong
	 */
	public static WsServer broadcast(List<String> arguments) throws IOException {
		return start(ServerOptions.parse(arguments), BroadcastHandler::new);
	}

	private static WsServer start(ServerOptions options, Function<Topics, WsHandler> behaviour) throws IOException {
		Topics topics = new Topics();
		WsHandler handler = behaviour.apply(topics);
		WsServer server = WsServer.builder()
			.address(new InetSocketAddress(options.port()))
			.options(TransportOptions.DEFAULTS.withSpin(options.spin()).withCompression(compression(options)))
			.tls((options.tls() != null) ? ServerTls.of(ServerKeys.context(options.tls())) : null)
			.topics(topics)
			.upgradeHandler((request) -> CompletableFuture.completedFuture(PATH.equals(request.head().path())
					? UpgradeDecision.accept(handler) : UpgradeDecision.refuse(404, "Sessions are at " + PATH)))
			.build();
		server.start();
		System.out.println("Listening on " + server.localAddress());
		return server;
	}

	private static @Nullable CompressionOptions compression(ServerOptions options) {
		CompressionOptions defaults = CompressionOptions.DEFAULTS;
		return (options.deflate() > 0) ? new CompressionOptions(options.deflate(), 0, false, false,
				defaults.serverMaxWindowBits(), defaults.clientMaxWindowBits()) : null;
	}

}
