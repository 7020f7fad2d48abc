package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Turns a message into frames (RFC 6455 §6.1), a control message into one.
 * <p>
 * Messages above 64 KiB leave as fragments, so that a control frame waits for one of
 * them, not for all (§5.4). The position and the limit of a payload are left where they
 * are.
 */
final class MessageEncoder {

	/**
	 * The longest payload of a data frame.
	 */
	static final int FRAGMENT = 64 * 1024;

	/**
	 * From this length on it is cheaper to gather a payload behind its header than to
	 * copy it.
	 */
	private static final int BY_REFERENCE = 16 * 1024;

	private final FrameEncoder frames;

	private final ByteSink bytes;

	MessageEncoder(Role role, ByteSink bytes) {
		this.frames = FrameEncoder.of(role);
		this.bytes = bytes;
	}

	/**
	 * Encodes a data message.
	 * @param kind text or binary
	 * @param payload the whole message
	 * @param handedOver whether its bytes stay as they are until they are out
	 */
	void data(Opcode kind, ByteBuffer payload, boolean handedOver) {
		boolean referable = handedOver && !this.frames.masks();
		Opcode opcode = kind;
		int left = payload.remaining();
		do {
			int from = payload.limit() - left;
			int length = Math.min(left, FRAGMENT);
			left -= length;
			int firstByte = FrameEncoder.firstByte(opcode, left == 0);
			if (referable && length >= BY_REFERENCE) {
				reference(firstByte, payload.slice(from, length));
			}
			else {
				copy(firstByte, payload, from, length);
			}
			opcode = Opcode.CONTINUATION;
		}
		while (left > 0);
	}

	/**
	 * Encodes a data message that is sent to many. A client masks each frame anew (§5.3),
	 * so only a server shares the bytes.
	 * @param message the message
	 */
	void prepared(PreparedMessage message) {
		ByteBuffer shared = message.frames();
		if (!this.frames.masks()) {
			this.bytes.writeShared(shared);
			return;
		}
		int left = message.size();
		int at = 0;
		do {
			int length = Math.min(left, FRAGMENT);
			int payload = at + FrameEncoder.of(Role.SERVER).headerSize(length);
			copy(shared.get(at), shared, payload, length);
			at = payload + length;
			left -= length;
		}
		while (left > 0);
	}

	/**
	 * Encodes a control message. Pings and pongs may overtake data, a Close may not: what
	 * was sent before it is to arrive (§5.5.1).
	 * @param opcode close, ping or pong
	 * @param payload at most 125 bytes
	 */
	void control(Opcode opcode, ByteBuffer payload) {
		int length = payload.remaining();
		boolean overtakes = opcode != Opcode.CLOSE;
		ByteBuffer out = this.bytes.claim(this.frames.headerSize(length) + length, overtakes);
		this.frames.frame(out, FrameEncoder.firstByte(opcode, true), payload, payload.position(), length);
		this.bytes.write(out);
	}

	private void copy(int firstByte, ByteBuffer source, int from, int length) {
		ByteBuffer out = this.bytes.claim(this.frames.headerSize(length) + length, false);
		this.frames.frame(out, firstByte, source, from, length);
		this.bytes.write(out);
	}

	private void reference(int firstByte, ByteBuffer payload) {
		int length = payload.remaining();
		ByteBuffer out = this.bytes.claim(this.frames.headerSize(length), false);
		this.frames.header(out, firstByte, length);
		this.bytes.write(out, payload);
	}

}
