package io.wsboot.conformance.interop;

import java.util.stream.Stream;

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

	static Stream<Pair> all() {
		return Stream.of(of("JDK HttpClient", JdkClient::new), of("Java-WebSocket", JavaWebSocketClient::new),
				of("OkHttp", OkHttpPeer::new), of("Jetty client", JettyClient::new),
				onExecutor("JDK HttpClient", JdkClient::new), of(TomcatServer::new, "Tomcat"),
				of(JettyServer::new, "Jetty"), of(UndertowServer::new, "Undertow"), of(NettyServer::new, "Netty"),
				ofOurs());
	}

	static Pair of(String name, Maker<PeerClient> client) {
		return new Pair(name + " with WsServer", client, OurServer::new, "/", null);
	}

	static Pair onExecutor(String name, Maker<PeerClient> client) {
		return new Pair(name + " with WsServer and an executor", client, OurServer::new, "/executor", null);
	}

	static Pair of(Maker<PeerServer> server, String name) {
		return new Pair("WsClient with " + name, OurClient::new, server, "/", null);
	}

	static Pair ofOurs() {
		return new Pair("WsClient with WsServer", OurClient::new, OurServer::new, "/", null);
	}

	@Override
	public String toString() {
		return this.name;
	}

	interface Maker<T> {

		T make() throws Exception;

	}

}
