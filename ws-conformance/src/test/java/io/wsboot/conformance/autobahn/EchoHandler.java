package io.wsboot.conformance.autobahn;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;

/**
 * Returns every message, and tells when its session has closed.
 */
final class EchoHandler implements WsHandler {

	private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

	CompletableFuture<CloseStatus> closed() {
		return this.closed;
	}

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) {
		session.offerTextBytes(utf8);
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) {
		session.offerBinary(data);
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		this.closed.complete(status);
	}

}
