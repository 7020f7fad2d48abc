package io.wsboot.conformance.interop;

import java.util.stream.Stream;

import io.wsboot.protocol.CompressionOptions;
import org.jspecify.annotations.Nullable;

/**
 * Two stacks, of which one at least is ours.
 *
 * @param name both of them
 * @param client who connects
 * @param server who listens
 * @param path where
 * @param offer the client's offer of compression
 */
record Pair(String name, Maker<PeerClient> client, Maker<PeerServer> server, String path, @Nullable String offer) {

	private static final String DEFLATE = "permessage-deflate";

	/** Jetty's client gives up its context only if it has offered that. */
	private static final String JETTY = DEFLATE + "; client_no_context_takeover; server_no_context_takeover";

	/**
	 * Every pair, with compression if both know it and without.
	 */
	static Stream<Pair> all() {
		return Stream.concat(plain(), compressed());
	}

	/**
	 * The pairs that agree on compression.
	 */
	static Stream<Pair> compressed() {
		CompressionOptions ours = CompressionOptions.DEFAULTS;
		return Stream
			.of(withServer("Java-WebSocket", JavaWebSocketClient::new, DEFLATE, ours),
					withServer("OkHttp", OkHttpPeer::new, DEFLATE, ours),
					withServer("Jetty client", JettyClient::new, JETTY, ours),
					withClient("Tomcat", TomcatServer::new, ours), withClient("Jetty", () -> new JettyServer(0), ours),
					withClient("Undertow", UndertowServer::new, ours), withClient("Netty", NettyServer::new, ours),
					withClient("WsServer", () -> new OurServer(ours), ours))
			.map((pair) -> pair.named(pair.name + ", compressed"));
	}

	private static Stream<Pair> plain() {
		return Stream.of(withServer("JDK HttpClient", JdkClient::new, null, null),
				withServer("JDK HttpClient", JdkClient::new, null, null).onExecutor(),
				withServer("Java-WebSocket", JavaWebSocketClient::new, null, null),
				withServer("OkHttp", OkHttpPeer::new, null, null),
				withServer("Jetty client", JettyClient::new, null, null), withClient("Tomcat", TomcatServer::new, null),
				withClient("Jetty", () -> new JettyServer(0), null), withClient("Undertow", UndertowServer::new, null),
				withClient("Netty", NettyServer::new, null), withClient("WsServer", () -> new OurServer(null), null));
	}

	/**
	 * Another client with our server.
	 */
	static Pair withServer(String name, Maker<PeerClient> client, @Nullable String offer,
			@Nullable CompressionOptions ours) {
		return new Pair(name + " with WsServer", client, () -> new OurServer(ours), "/", offer);
	}

	/**
	 * Our client with another server.
	 */
	static Pair withClient(String name, Maker<PeerServer> server, @Nullable CompressionOptions ours) {
		return new Pair("WsClient with " + name, () -> new OurClient(ours), server, "/", null);
	}

	/**
	 * The same pair by another name.
	 */
	Pair named(String other) {
		return new Pair(other, this.client, this.server, this.path, this.offer);
	}

	private Pair onExecutor() {
		return new Pair(this.name + " on an executor", this.client, this.server, "/executor", this.offer);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Makes a stack.
	 *
	 * @param <T> client or server
	 */
	interface Maker<T> {

		T make() throws Exception;

	}

}
