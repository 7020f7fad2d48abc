package io.wsboot.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;

/**
 * Vert.x with one event loop, on NIO: {@code PORT echo}. It does not check that text is
 * UTF-8.
 */
public final class PeerServer {

	private static final int LONGEST_MESSAGE = 1 << 20;

	private static final int BACKLOG = 1024;

	private PeerServer() {
	}

	/**
	 * Starts the server.
	 * @param args the port and the mode
	 */
	public static void main(String[] args) {
		HttpServerOptions options = new HttpServerOptions().setAcceptBacklog(BACKLOG)
			.setMaxWebSocketFrameSize(LONGEST_MESSAGE)
			.setMaxWebSocketMessageSize(LONGEST_MESSAGE);
		Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)).createHttpServer(options).webSocketHandler((socket) -> {
			socket.textMessageHandler(socket::writeTextMessage);
			socket.binaryMessageHandler(socket::writeBinaryMessage);
		}).listen(Integer.parseInt(args[0]), "127.0.0.1").onFailure(Throwable::printStackTrace);
	}

}
