package io.wsboot.peers;

import org.yeauty.annotation.OnBinary;
import org.yeauty.annotation.OnClose;
import org.yeauty.annotation.OnError;
import org.yeauty.annotation.OnMessage;
import org.yeauty.annotation.ServerEndpoint;
import org.yeauty.pojo.Session;

/**
 * Returns each message.
 */
@ServerEndpoint(path = "/ws", host = "127.0.0.1", port = "${peers.port}", bossLoopGroupThreads = "1",
		workerLoopGroupThreads = "1", optionSoBacklog = "1024", maxFramePayloadLength = "1048576",
		childOptionTcpNodelay = "true", useCompressionHandler = "false")
public class MessageEcho {

	/**
	 * Returns a text.
	 * @param session the session
	 * @param message the text
	 */
	@OnMessage
	public void text(Session session, String message) {
		session.sendText(message);
	}

	/**
	 * Returns binary data.
	 * @param session the session
	 * @param data the data
	 */
	@OnBinary
	public void binary(Session session, byte[] data) {
		session.sendBinary(data);
	}

	/**
	 * The starter wants such a method.
	 * @param session the session
	 */
	@OnClose
	public void close(Session session) {
		// nothing is kept
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
