package io.wsboot.peers;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

/**
 * Helidon, a virtual thread for each connection: {@code PORT echo}.
 */
public final class PeerServer {

	private static final int BACKLOG = 1024;

	private PeerServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port and the mode
	 */
	public static void main(String[] args) {
		WebServer.builder()
			.port(Integer.parseInt(args[0]))
			.host("127.0.0.1")
			.backlog(BACKLOG)
			.addRouting(WsRouting.builder().endpoint("/ws", MessageEcho::new))
			.build()
			.start();
	}

	/**
	 * Returns each message.
	 */
	private static final class MessageEcho implements WsListener {

		@Override
		public void onMessage(WsSession session, String text, boolean last) {
			session.send(text, last);
		}

		@Override
		public void onMessage(WsSession session, BufferData data, boolean last) {
			session.send(data, last);
		}

	}

}
