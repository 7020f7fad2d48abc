package io.wsboot.benchmarks.servers;

import java.nio.ByteBuffer;

import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;

/**
 * Returns every message unchanged, text as bytes.
 */
final class EchoHandler implements WsHandler {

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) {
		session.offerTextBytes(utf8);
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) {
		session.offerBinary(data);
	}

}
