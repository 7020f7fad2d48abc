package io.wsboot.conformance.interop;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * Jetty's server.
 */
final class JettyServer implements PeerServer {

	private final Server server = new Server();

	private final int fragment;

	/**
	 * A server that cuts what it sends.
	 * @param fragment the longest frame, 0 for messages in one
	 */
	JettyServer(int fragment) {
		this.fragment = fragment;
	}

	@Override
	public int start(Events events) throws Exception {
		ServerConnector connector = new ServerConnector(this.server, 1, 1);
		connector.setHost("127.0.0.1");
		this.server.addConnector(connector);
		this.server.setHandler(WebSocketUpgradeHandler.from(this.server, (container) -> {
			JettySide.widen(container);
			container.setMaxFrameSize(this.fragment);
			container.addMapping("/*", (request, response, callback) -> {
				response.setAcceptedSubProtocol(PeerClient.SUBPROTOCOL);
				return new JettySide.Listener(events);
			});
		}));
		this.server.start();
		return connector.getLocalPort();
	}

	@Override
	public void close() throws Exception {
		this.server.stop();
	}

}
