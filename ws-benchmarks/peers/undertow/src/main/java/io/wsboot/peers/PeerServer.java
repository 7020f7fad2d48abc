package io.wsboot.peers;

import io.undertow.Handlers;
import io.undertow.Undertow;

/**
 * Undertow with one I/O thread: {@code PORT echo|broadcast}.
 */
public final class PeerServer {

	private PeerServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port and the mode
	 */
	public static void main(String[] args) {
		MessageListener listener = new MessageListener(args[1].equals("broadcast"));
		Undertow.builder()
			.setIoThreads(1)
			.addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
			.setHandler(Handlers.path().addExactPath("/ws", Handlers.websocket((exchange, channel) -> {
				channel.getReceiveSetter().set(listener);
				channel.resumeReceives();
			})))
			.build()
			.start();
	}

}
