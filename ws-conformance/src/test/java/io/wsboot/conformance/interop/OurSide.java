package io.wsboot.conformance.interop;

import java.nio.ByteBuffer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Our end, server or client.
 *
 * @param session the session
 */
record OurSide(WsSession session) implements Side {

	/** The peers' limit: noise of 16 MiB is longer once it is compressed. */
	static final int LIMIT = 17 * 1024 * 1024;

	private static final int OUR_LIMIT = 16 * 1024 * 1024;

	/** The longest message of the contract, which some peers cut into 8 KiB. */
	static final TransportOptions OPTIONS = TransportOptions.DEFAULTS
		.withLimits(new ProtocolLimits(OUR_LIMIT, OUR_LIMIT, 4096));

	@Override
	public void text(String message) {
		this.session.sendText(message);
	}

	@Override
	public void binary(byte[] message) {
		this.session.sendBinary(ByteBuffer.wrap(message));
	}

	@Override
	public void ping(byte[] payload) {
		this.session.ping(ByteBuffer.wrap(payload));
	}

	@Override
	public void close(int code, String reason) {
		this.session.close(CloseStatus.of(code, reason));
	}

	@Override
	public @Nullable String subprotocol() {
		return this.session.subprotocol();
	}

	/**
	 * Passes on what a session hears.
	 *
	 * @param events who hears it
	 */
	record Handler(Events events) implements WsHandler {

		@Override
		public boolean wantsControlFrames() {
			return true;
		}

		@Override
		public void onText(WsSession session, String text) throws Exception {
			this.events.text(new OurSide(session), text);
		}

		@Override
		public void onBinary(WsSession session, ByteBuffer data) throws Exception {
			this.events.binary(new OurSide(session), bytes(data));
		}

		@Override
		public void onPong(WsSession session, ByteBuffer payload) throws Exception {
			this.events.pong(new OurSide(session), bytes(payload));
		}

		@Override
		public void onClose(WsSession session, CloseStatus status) {
			this.events.closed(status.code(), status.reason());
		}

	}

	/**
	 * Copies what is left of a buffer.
	 */
	static byte[] bytes(ByteBuffer data) {
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		return bytes;
	}

}
