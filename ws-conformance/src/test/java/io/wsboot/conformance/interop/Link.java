package io.wsboot.conformance.interop;

import java.net.URI;

/**
 * Both stacks of a pair at work: the client's end is the test's, the server follows its
 * script.
 */
final class Link implements AutoCloseable {

	private final Pair pair;

	private final PeerServer server;

	private final PeerClient client;

	private final int port;

	private final Inbox heard = new Inbox();

	private final Inbox closesOfServer = new Inbox();

	Link(Pair pair) throws Exception {
		this.pair = pair;
		this.server = pair.server().make();
		this.client = pair.client().make();
		this.port = this.server.start(new EchoScript(this.closesOfServer));
	}

	/**
	 * Opens a connection, one of many perhaps.
	 */
	Side connect() throws Exception {
		return connect(this.port);
	}

	/**
	 * Opens a connection by way of another port.
	 */
	Side connect(int viaPort) throws Exception {
		return this.client.connect(URI.create("ws://127.0.0.1:" + viaPort + this.pair.path()), this.pair.offer(),
				this.heard);
	}

	int port() {
		return this.port;
	}

	/**
	 * What the client hears, on all connections.
	 */
	Inbox heard() {
		return this.heard;
	}

	/**
	 * The closes that the server hears.
	 */
	Inbox closesOfServer() {
		return this.closesOfServer;
	}

	@Override
	public void close() throws Exception {
		this.client.close();
		this.server.close();
	}

}
