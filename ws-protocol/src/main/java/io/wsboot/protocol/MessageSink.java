package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Receives what a peer said, one whole message or control frame a call, in wire order
 * (RFC 6455 §6.2). With {@link ProtocolSettings#chunks} a message comes in chunks
 * instead, and control frames may come between them.
 * <p>
 * Every {@link ByteBuffer} is <em>borrowed</em>: its bytes lie between position and limit
 * and are valid until the callback returns; whoever needs them longer copies them. All
 * calls come from the thread that called {@link WebSocketProtocol#receive}. A callback
 * may call {@link WebSocketProtocol#stop()} to have the rest of the input left unread.
 */
public interface MessageSink {

	/**
	 * A whole text message, its UTF-8 proven valid (RFC 6455 §8.1).
	 * @param utf8 the payload, borrowed
	 * @param ascii {@code true} when every byte is below 0x80, so that decoding may take
	 * the ISO 8859-1 path; {@code false} says nothing
	 */
	void text(ByteBuffer utf8, boolean ascii);

	/**
	 * A whole binary message.
	 * @param payload the payload, borrowed
	 */
	void binary(ByteBuffer payload);

	/**
	 * A chunk of a message, as it was read, where {@link ProtocolSettings#chunks} asks
	 * for it; {@link #text} and {@link #binary} are then never called. Text is proven
	 * valid (RFC 6455 §8.1) and ends on the border of a character. An empty message is
	 * one empty chunk; behind others, too, the last may be empty.
	 * @param text whether the message is text
	 * @param bytes the chunk, borrowed
	 * @param last whether it completes the message
	 */
	void chunk(boolean text, ByteBuffer bytes, boolean last);

	/**
	 * A Ping (RFC 6455 §5.5.2). It has not been answered: only the owner of the outbound
	 * half knows when the wire is free, so the receiver answers with
	 * {@link WebSocketProtocol#sendPong} as soon as it is.
	 * @param payload at most 125 bytes, borrowed
	 */
	void ping(ByteBuffer payload);

	/**
	 * A Pong (RFC 6455 §5.5.3), solicited or not.
	 * @param payload at most 125 bytes, borrowed
	 */
	void pong(ByteBuffer payload);

	/**
	 * The peer's Close (RFC 6455 §5.5.1). It is the last call: whatever follows on the
	 * wire is discarded. The receiver hands it to
	 * {@link WebSocketProtocol#closeReceived(CloseStatus)} once earlier messages have
	 * been dealt with.
	 * @param status what the peer gave, {@link CloseStatus#NO_STATUS} if it gave nothing
	 */
	void close(CloseStatus status);

	/**
	 * The peer broke a rule (RFC 6455 §7.1.7). It is the last call: whatever follows on
	 * the wire is discarded. The receiver hands it to
	 * {@link WebSocketProtocol#fail(Violation)}.
	 * @param violation the rule
	 */
	void violation(Violation violation);

}
