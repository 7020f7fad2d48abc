package io.wsboot.transport;

import java.nio.ByteBuffer;

import io.wsboot.protocol.CloseStatus;

/**
 * The callbacks of one session, or of many: an instance may be shared.
 * <p>
 * Callbacks of one session never overlap and keep wire order; {@link #onClose} is the
 * last one and comes exactly once, for every session whose {@link #onOpen} was called.
 * They run on the session's executor or, if the upgrade decision named none, on its event
 * loop, where they must not block. An exception that leaves a callback closes the session
 * with 1011. Every method does nothing unless overridden.
 */
public interface WsHandler {

	/**
	 * The session is open and may send.
	 * @param session the session
	 * @throws Exception closes the session with 1011
	 */
	default void onOpen(WsSession session) throws Exception {
	}

	/**
	 * A text message as bytes, for handlers that need no {@link String}. Unless
	 * overridden it makes one and calls {@link #onText(WsSession, String)}.
	 * @param session the session
	 * @param utf8 valid UTF-8 between position and limit, borrowed until the method
	 * returns and not to be changed
	 * @param ascii {@code true} when every byte is below 0x80; {@code false} says nothing
	 * @throws Exception closes the session with 1011
	 */
	default void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) throws Exception {
		onText(session, Payloads.string(utf8, ascii));
	}

	/**
	 * A text message.
	 * @param session the session
	 * @param text the message
	 * @throws Exception closes the session with 1011
	 */
	default void onText(WsSession session, String text) throws Exception {
	}

	/**
	 * A binary message.
	 * @param session the session
	 * @param data the payload between position and limit, borrowed until the method
	 * returns and not to be changed
	 * @throws Exception closes the session with 1011
	 */
	default void onBinary(WsSession session, ByteBuffer data) throws Exception {
	}

	/**
	 * Whether messages are taken piece by piece, as they arrive, by {@link #onChunk};
	 * {@link #onTextBytes}, {@link #onText} and {@link #onBinary} are then never called.
	 * @return {@code false} unless overridden; the same value for every call
	 */
	default boolean wantsChunks() {
		return false;
	}

	/**
	 * A piece of a message, as it was read; nothing of the message is kept. The message
	 * limit applies to all of its pieces together, and the message timeout too.
	 * @param session the session
	 * @param text whether the message is text
	 * @param bytes the piece between position and limit, borrowed until the method
	 * returns and not to be changed; a piece of text is valid UTF-8 by itself. An empty
	 * message is one empty piece, and behind others the last may be empty
	 * @param last whether it completes the message; if the session ends before, the last
	 * piece never comes
	 * @throws Exception closes the session with 1011
	 */
	default void onChunk(WsSession session, boolean text, ByteBuffer bytes, boolean last) throws Exception {
	}

	/**
	 * Whether {@link #onPing} and {@link #onPong} are to be called at all. Pings are
	 * answered in any case.
	 * @return {@code false} unless overridden; the same value for every call
	 */
	default boolean wantsControlFrames() {
		return false;
	}

	/**
	 * A Ping; its Pong is already on the way.
	 * @param session the session
	 * @param payload at most 125 bytes, borrowed until the method returns and not to be
	 * changed
	 * @throws Exception closes the session with 1011
	 */
	default void onPing(WsSession session, ByteBuffer payload) throws Exception {
	}

	/**
	 * A Pong that does not answer a heartbeat of this side.
	 * @param session the session
	 * @param payload at most 125 bytes, borrowed until the method returns and not to be
	 * changed
	 * @throws Exception closes the session with 1011
	 */
	default void onPong(WsSession session, ByteBuffer payload) throws Exception {
	}

	/**
	 * The session is closed; nothing can be sent any more.
	 * @param session the session
	 * @param status why: the peer's Close, the violation that ended the connection, or
	 * 1006 if it ended without a Close
	 * @throws Exception logged, without further effect
	 */
	default void onClose(WsSession session, CloseStatus status) throws Exception {
	}

}
