package io.wsboot.peers;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Returns each message, or sends each text to everybody.
 */
public final class MessageListener extends Session.Listener.AbstractAutoDemanding {

	private static final Set<Session> EVERYBODY = ConcurrentHashMap.newKeySet();

	private final boolean broadcast;

	MessageListener(boolean broadcast) {
		this.broadcast = broadcast;
	}

	@Override
	public void onWebSocketOpen(Session session) {
		super.onWebSocketOpen(session);
		if (this.broadcast) {
			EVERYBODY.add(session);
		}
	}

	@Override
	public void onWebSocketText(String message) {
		if (!this.broadcast) {
			getSession().sendText(message, Callback.NOOP);
			return;
		}
		for (Session each : EVERYBODY) {
			each.sendText(message, Callback.NOOP);
		}
	}

	@Override
	public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
		getSession().sendBinary(payload, callback);
	}

	@Override
	public void onWebSocketClose(int statusCode, String reason, Callback callback) {
		EVERYBODY.remove(getSession());
		callback.succeed();
	}

}
