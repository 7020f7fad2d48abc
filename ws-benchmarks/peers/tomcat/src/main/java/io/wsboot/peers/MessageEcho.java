package io.wsboot.peers;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/**
 * Returns each message.
 */
@ServerEndpoint("/ws")
public final class MessageEcho {

	/**
	 * Returns a text.
	 * @param session the session
	 * @param message the text
	 * @throws IOException if it cannot be sent
	 */
	@OnMessage
	public void text(Session session, String message) throws IOException {
		session.getBasicRemote().sendText(message);
	}

	/**
	 * Returns binary data.
	 * @param session the session
	 * @param message the data
	 * @throws IOException if it cannot be sent
	 */
	@OnMessage
	public void binary(Session session, ByteBuffer message) throws IOException {
		session.getBasicRemote().sendBinary(message);
	}

	/**
	 * Keeps a lost connection out of the log.
	 * @param session the session
	 * @param reason why it failed
	 */
	@OnError
	public void error(Session session, Throwable reason) {
		// the generator has seen it
	}

}
