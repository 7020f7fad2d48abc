package io.wsboot.peers;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * Java-WebSocket with one worker: {@code PORT echo|broadcast}.
 */
public final class PeerServer extends WebSocketServer {

	private static final int BACKLOG = 1024;

	private final boolean broadcast;

	private PeerServer(InetSocketAddress address, boolean broadcast) {
		super(address, 1);
		this.broadcast = broadcast;
	}

	/**
	 * Starts the server.
	 * @param args the port and the mode
	 */
	public static void main(String[] args) {
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
		PeerServer server = new PeerServer(address, args[1].equals("broadcast"));
		server.setTcpNoDelay(true);
		server.setReuseAddr(true);
		server.setMaxPendingConnections(BACKLOG);
		server.start();
	}

	@Override
	public void onMessage(WebSocket socket, String message) {
		if (this.broadcast) {
			broadcast(message);
		}
		else {
			socket.send(message);
		}
	}

	@Override
	public void onMessage(WebSocket socket, ByteBuffer message) {
		socket.send(message);
	}

	@Override
	public void onStart() {
		// nothing to prepare
	}

	@Override
	public void onOpen(WebSocket socket, ClientHandshake handshake) {
		// the library keeps the connections
	}

	@Override
	public void onClose(WebSocket socket, int code, String reason, boolean remote) {
		// the library keeps the connections
	}

	@Override
	public void onError(WebSocket socket, Exception ex) {
		// the generator has seen it
	}

}
