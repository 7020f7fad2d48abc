package io.wsboot.peers;

import java.time.Duration;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * Jetty with one acceptor and one selector: {@code PORT echo|broadcast}.
 */
public final class PeerServer {

	private static final int LONGEST_MESSAGE = 1 << 20;

	private static final int BACKLOG = 1024;

	private PeerServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port and the mode
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		boolean broadcast = args[1].equals("broadcast");
		Server server = new Server(new QueuedThreadPool());
		ServerConnector connector = new ServerConnector(server, 1, 1);
		connector.setHost("127.0.0.1");
		connector.setPort(Integer.parseInt(args[0]));
		connector.setAcceptQueueSize(BACKLOG);
		server.addConnector(connector);
		server.setHandler(WebSocketUpgradeHandler.from(server, (container) -> {
			container.setMaxTextMessageSize(LONGEST_MESSAGE);
			container.setMaxBinaryMessageSize(LONGEST_MESSAGE);
			container.setIdleTimeout(Duration.ofMinutes(10));
			container.addMapping("/ws", (request, response, callback) -> new MessageListener(broadcast));
		}));
		server.start();
	}

}
