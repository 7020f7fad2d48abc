package io.wsboot.conformance.interop;

import java.nio.ByteBuffer;
import java.time.Duration;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Configurable;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's end, server or client.
 *
 * @param session the session
 */
record JettySide(Session session) implements Side {

	/**
	 * Lets messages of 16 MiB pass.
	 */
	static void widen(Configurable limits) {
		limits.setMaxTextMessageSize(16 * 1024 * 1024);
		limits.setMaxBinaryMessageSize(16 * 1024 * 1024);
		limits.setMaxFrameSize(0);
		limits.setIdleTimeout(Duration.ofMinutes(5));
	}

	@Override
	public void text(String message) {
		this.session.sendText(message, Callback.NOOP);
	}

	@Override
	public void binary(byte[] message) {
		this.session.sendBinary(ByteBuffer.wrap(message), Callback.NOOP);
	}

	@Override
	public void ping(byte[] payload) {
		this.session.sendPing(ByteBuffer.wrap(payload), Callback.NOOP);
	}

	@Override
	public void close(int code, String reason) {
		this.session.close(code, reason, Callback.NOOP);
	}

	@Override
	public @Nullable String subprotocol() {
		return this.session.getUpgradeResponse().getAcceptedSubProtocol();
	}

	/**
	 * Passes on what a session hears. Jetty wants to see the class.
	 */
	public static final class Listener extends Session.Listener.AbstractAutoDemanding {

		private final Events events;

		Listener(Events events) {
			this.events = events;
		}

		@Override
		public void onWebSocketText(String message) {
			Telling.tell(() -> this.events.text(side(), message));
		}

		@Override
		public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
			Telling.tell(() -> this.events.binary(side(), OurSide.bytes(payload)));
			callback.succeed();
		}

		@Override
		public void onWebSocketPong(ByteBuffer payload) {
			Telling.tell(() -> this.events.pong(side(), OurSide.bytes(payload)));
		}

		@Override
		public void onWebSocketClose(int code, String reason, Callback callback) {
			this.events.closed(code, (reason == null) ? "" : reason);
			callback.succeed();
		}

		@Override
		public void onWebSocketError(Throwable cause) {
			// the close that follows says enough
		}

		private JettySide side() {
			return new JettySide(getSession());
		}

	}

}
