package io.wsboot.spring.metrics;

import java.nio.ByteBuffer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;

/**
 * The callbacks of one session, in which each message is an observation. Of a message
 * that is read while it arrives it is the last piece.
 */
final class ObservedHandler implements WsHandler {

	private final WsHandler handler;

	private final HandlerObservations observations;

	private final String endpoint;

	ObservedHandler(WsHandler handler, HandlerObservations observations, String endpoint) {
		this.handler = handler;
		this.observations = observations;
		this.endpoint = endpoint;
	}

	@Override
	public void onOpen(WsSession session) throws Exception {
		this.handler.onOpen(session);
	}

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) throws Exception {
		this.observations.observation(session, this.endpoint)
			.observeChecked(() -> this.handler.onTextBytes(session, utf8, ascii));
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) throws Exception {
		this.observations.observation(session, this.endpoint)
			.observeChecked(() -> this.handler.onBinary(session, data));
	}

	@Override
	public boolean wantsChunks() {
		return this.handler.wantsChunks();
	}

	@Override
	public void onChunk(WsSession session, boolean text, ByteBuffer bytes, boolean last) throws Exception {
		if (last) {
			this.observations.observation(session, this.endpoint)
				.observeChecked(() -> this.handler.onChunk(session, text, bytes, true));
		}
		else {
			this.handler.onChunk(session, text, bytes, false);
		}
	}

	@Override
	public boolean wantsControlFrames() {
		return this.handler.wantsControlFrames();
	}

	@Override
	public void onPing(WsSession session, ByteBuffer payload) throws Exception {
		this.handler.onPing(session, payload);
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) throws Exception {
		this.handler.onPong(session, payload);
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) throws Exception {
		this.handler.onClose(session, status);
	}

}
