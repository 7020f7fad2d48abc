package io.wsboot.benchmarks.servers;

import java.nio.ByteBuffer;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.Topics;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;

/**
 * Sends every text message to all sessions, its sender included.
 */
final class BroadcastHandler implements WsHandler {

	private static final String TOPIC = "all";

	private final Topics topics;

	BroadcastHandler(Topics topics) {
		this.topics = topics;
	}

	@Override
	public void onOpen(WsSession session) {
		session.join(TOPIC);
	}

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) {
		this.topics.publish(TOPIC, PreparedMessage.text(utf8));
	}

}
