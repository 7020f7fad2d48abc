package io.wsboot.sample;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;

/**
 * Sends every text message to all sessions of this endpoint, its sender included.
 */
@WsEndpoint(path = "/broadcast", name = "broadcast", execution = Execution.EVENT_LOOP)
final class BroadcastEndpoint {

	private static final String TOPIC = "broadcast";

	@OnOpen
	void open(WsSession session) {
		session.join(TOPIC);
	}

	@OnMessage
	@PublishTo(TOPIC)
	String text(String text) {
		return text;
	}

}
