package io.wsboot.conformance.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.wsboot.protocol.CompressionOptions;

/**
 * The combinations of context takeover and window bits, offered by every peer that can
 * offer them and to every peer that can answer.
 */
final class DeflateMatrix {

	private static final boolean[] BOTH = { false, true };

	private static final int[] WINDOWS = { 15, 9 };

	private DeflateMatrix() {
	}

	/**
	 * Every combination.
	 */
	static Stream<Pair> all() {
		List<Pair> pairs = new ArrayList<>();
		pairs.add(javaWebSocket());
		for (boolean server : BOTH) {
			for (boolean client : BOTH) {
				String takeover = takeover(server, client);
				if (server || !client) {
					// asked for client_no_context_takeover alone, Jetty's client keeps
					// its
					// context all the same, and no server can read it
					addJetty(pairs, takeover);
				}
				for (int serverBits : WINDOWS) {
					pairs.add(answered(new CompressionOptions(6, 0, server, client, serverBits, 15)));
					for (int clientBits : WINDOWS) {
						addServers(pairs, new CompressionOptions(6, 0, server, client, serverBits, clientBits));
					}
				}
			}
		}
		for (int fragment : new int[] { 256, 1024, 4096, 32768 }) {
			pairs.add(offered("Jetty client in frames of " + fragment, () -> new JettyClient(fragment),
					"permessage-deflate"));
			pairs.add(asked("Jetty in frames of " + fragment, () -> new JettyServer(fragment),
					new CompressionOptions(6, 0, false, false, 15, 15)));
		}
		return pairs.stream();
	}

	/**
	 * The combinations of the ordinary build: all or nothing of takeover, and compressed
	 * fragments.
	 */
	static Stream<Pair> few() {
		CompressionOptions takeover = new CompressionOptions(6, 0, false, false, 15, 15);
		CompressionOptions none = new CompressionOptions(6, 0, true, true, 9, 9);
		String noTakeover = takeover(true, true);
		return Stream.of(javaWebSocket(), answered(takeover), answered(none),
				offered("Jetty client", JettyClient::new, "permessage-deflate"),
				offered("Jetty client", JettyClient::new, noTakeover),
				offered("Jetty client in frames of 256", () -> new JettyClient(256), "permessage-deflate"),
				asked("Tomcat", TomcatServer::new, takeover), asked("Tomcat", TomcatServer::new, none),
				asked("Undertow", UndertowServer::new, takeover), asked("Undertow", UndertowServer::new, none),
				asked("Jetty", () -> new JettyServer(0), takeover), asked("Jetty", () -> new JettyServer(0), none),
				asked("Netty", NettyServer::new, takeover), asked("Netty", NettyServer::new, none));
	}

	private static Pair javaWebSocket() {
		return offered("Java-WebSocket", JavaWebSocketClient::new, takeover(true, true));
	}

	private static void addJetty(List<Pair> pairs, String takeover) {
		for (String bits : new String[] { "", "; server_max_window_bits=15", "; client_max_window_bits",
				"; server_max_window_bits=9; client_max_window_bits" }) {
			pairs.add(offered("Jetty client", JettyClient::new, takeover + bits));
		}
	}

	private static void addServers(List<Pair> pairs, CompressionOptions options) {
		pairs.add(asked("Tomcat", TomcatServer::new, options));
		pairs.add(asked("Jetty", () -> new JettyServer(0), options));
		pairs.add(asked("Undertow", UndertowServer::new, options));
		pairs.add(asked("Netty", NettyServer::new, options));
	}

	/** A peer offers; our server agrees to whatever it is. */
	private static Pair offered(String name, Pair.Maker<PeerClient> client, String offer) {
		return Pair.withServer(name, client, offer, new CompressionOptions(6, 0, false, false, 15, 15))
			.named(name + ": " + offer);
	}

	/** OkHttp offers, and our server wants more than that. */
	private static Pair answered(CompressionOptions options) {
		return Pair.withServer("OkHttp", OkHttpPeer::new, "permessage-deflate", options)
			.named("OkHttp: " + describe(options));
	}

	/** Our client offers. */
	private static Pair asked(String name, Pair.Maker<PeerServer> server, CompressionOptions options) {
		return Pair.withClient(name, server, options).named(name + ": " + describe(options));
	}

	private static String takeover(boolean server, boolean client) {
		return "permessage-deflate" + (server ? "; server_no_context_takeover" : "")
				+ (client ? "; client_no_context_takeover" : "");
	}

	private static String describe(CompressionOptions options) {
		return takeover(options.serverNoContextTakeover(), options.clientNoContextTakeover()) + ", windows "
				+ options.serverMaxWindowBits() + " and " + options.clientMaxWindowBits();
	}

}
