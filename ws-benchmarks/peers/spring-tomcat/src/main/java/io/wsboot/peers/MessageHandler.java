package io.wsboot.peers;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;

/**
 * Returns each message, or sends each text to everybody.
 */
final class MessageHandler extends AbstractWebSocketHandler {

	private static final int SEND_MILLIS = 5_000;

	private static final int SEND_BYTES = 1 << 20;

	private final Map<String, WebSocketSession> everybody = new ConcurrentHashMap<>();

	private final boolean broadcast;

	MessageHandler(boolean broadcast) {
		this.broadcast = broadcast;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		if (this.broadcast) {
			this.everybody.put(session.getId(),
					new ConcurrentWebSocketSessionDecorator(session, SEND_MILLIS, SEND_BYTES));
		}
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
		if (!this.broadcast) {
			session.sendMessage(new TextMessage(message.getPayload()));
			return;
		}
		for (WebSocketSession each : this.everybody.values()) {
			each.sendMessage(message);
		}
	}

	@Override
	protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws IOException {
		session.sendMessage(new BinaryMessage(message.getPayload()));
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		this.everybody.remove(session.getId());
	}

}
