package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Where encoded bytes go, in the order of the calls.
 * <p>
 * Every {@code write} carries whole frames, so that an implementation may put a control
 * frame between any two calls (RFC 6455 §5.4). An implementation need not be thread-safe:
 * the caller of {@link WebSocketProtocol}'s outbound half serializes the calls.
 */
public interface ByteSink {

	/**
	 * The least that {@link #fragmentSize()} may be, in bytes: a control frame has as
	 * many and cannot be cut (RFC 6455 §5.5).
	 */
	int LEAST_FRAGMENT_SIZE = 125;

	/**
	 * What {@link #fragmentSize()} is unless a sink says otherwise: 64 KiB.
	 */
	int FRAGMENT_SIZE = 64 * 1024;

	/**
	 * The longest payload of a data frame. Longer messages leave as fragments, so that a
	 * control frame waits for one of them, not for all (RFC 6455 §5.4).
	 * @return in bytes, {@link #LEAST_FRAGMENT_SIZE} or more; always the same
	 */
	default int fragmentSize() {
		return FRAGMENT_SIZE;
	}

	/**
	 * Lends a buffer to encode into. Exactly one call of {@link #write(ByteBuffer)} or
	 * {@link #write(ByteBuffer, ByteBuffer)} with the same buffer must follow before the
	 * next claim.
	 * @param size the room needed, in bytes
	 * @param control whether a ping or pong will be encoded, which may overtake data; a
	 * Close may not
	 * @return a buffer in big-endian order with at least {@code size} bytes between
	 * position and limit; what lies before its position is not the caller's
	 */
	ByteBuffer claim(int size, boolean control);

	/**
	 * Hands a claimed buffer back; the bytes put since the claim are one or more whole
	 * frames.
	 * @param claimed the buffer of the last claim
	 */
	void write(ByteBuffer claimed);

	/**
	 * Hands a claimed buffer back that holds a header, and the payload that belongs
	 * behind it; together they are one whole data frame.
	 * @param claimed the buffer of the last claim
	 * @param payload handed over for good: nobody changes its bytes or its position again
	 */
	void write(ByteBuffer claimed, ByteBuffer payload);

	/**
	 * Takes whole data frames that are shared with other connections.
	 * @param frames a slice of its own over bytes that nobody changes
	 */
	void writeShared(ByteBuffer frames);

	/**
	 * Says that nothing follows: once all earlier bytes are out, the stream is to be
	 * ended (RFC 6455 §7.1.1).
	 */
	void end();

}
