package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Turns a message into frames (RFC 6455 §6.1), a control message into one.
 * <p>
 * Messages that are longer than the sink wants a frame to be leave as fragments (§5.4).
 * The position and the limit of a payload are left where they are. It has no state; the
 * sessions of a role share one.
 */
final class MessageEncoder {

	/**
	 * From this length on it is cheaper to gather a payload behind its header than to
	 * copy it.
	 */
	private static final int BY_REFERENCE = 16 * 1024;

	private static final MessageEncoder CLIENT = new MessageEncoder(Role.CLIENT);

	private static final MessageEncoder SERVER = new MessageEncoder(Role.SERVER);

	private final Role role;

	private final FrameEncoder frames;

	private MessageEncoder(Role role) {
		this.role = role;
		this.frames = FrameEncoder.of(role);
	}

	/**
	 * Returns the encoder of a role.
	 * @param role the sending side
	 * @return its encoder
	 */
	static MessageEncoder of(Role role) {
		return (role == Role.CLIENT) ? CLIENT : SERVER;
	}

	/**
	 * Encodes a data message or a piece of one.
	 * @param bytes takes the frames
	 * @param opcodeAndRsv1 text or binary, and whether the message is compressed;
	 * continuation behind the first piece
	 * @param payload the whole message or the piece
	 * @param handedOver whether its bytes stay as they are until they are out
	 * @param last whether it completes the message
	 */
	void data(ByteSink bytes, int opcodeAndRsv1, ByteBuffer payload, boolean handedOver, boolean last) {
		boolean referable = handedOver && !this.role.masks();
		int opcode = opcodeAndRsv1;
		int left = payload.remaining();
		int most = longestFrame(bytes, left);
		do {
			int from = payload.limit() - left;
			int length = Math.min(left, most);
			left -= length;
			int firstByte = FrameEncoder.firstByte(opcode, last && left == 0);
			if (referable && length >= BY_REFERENCE) {
				reference(bytes, firstByte, payload.slice(from, length));
			}
			else {
				copy(bytes, firstByte, payload, from, length);
			}
			opcode = Opcode.CONTINUATION.code();
		}
		while (left > 0);
	}

	/**
	 * Encodes a data message that is sent to many. A client masks each frame anew (§5.3),
	 * so only a server shares the bytes, and only where frames may be as long as they
	 * are; else each is cut into shorter ones.
	 * @param bytes takes the frames
	 * @param shared the frames as a server sends them, a view of its own
	 * @param size the length of their payloads together
	 */
	void prepared(ByteSink bytes, ByteBuffer shared, int size) {
		int shareable = Math.min(size, PreparedMessage.FRAGMENT);
		if (!this.role.masks() && shareable <= longestFrame(bytes, shareable)) {
			bytes.writeShared(shared);
			return;
		}
		int end = shared.limit();
		int left = size;
		int at = 0;
		do {
			int length = Math.min(left, PreparedMessage.FRAGMENT);
			int payload = at + FrameEncoder.of(Role.SERVER).headerSize(length);
			int firstByte = Byte.toUnsignedInt(shared.limit(end).get(at));
			boolean last = (firstByte & FrameEncoder.FIN) != 0;
			at = payload + length;
			data(bytes, firstByte & ~FrameEncoder.FIN, shared.limit(at).position(payload), false, last);
			left -= length;
		}
		while (left > 0);
	}

	/** What is short enough for every sink need not ask. */
	private static int longestFrame(ByteSink bytes, int length) {
		return (length <= ByteSink.LEAST_FRAGMENT_SIZE) ? ByteSink.LEAST_FRAGMENT_SIZE : bytes.fragmentSize();
	}

	/**
	 * Encodes a control message. Pings and pongs may overtake data, a Close may not: what
	 * was sent before it is to arrive (§5.5.1).
	 * @param bytes takes the frame
	 * @param opcode close, ping or pong
	 * @param payload at most 125 bytes
	 */
	void control(ByteSink bytes, Opcode opcode, ByteBuffer payload) {
		int length = payload.remaining();
		boolean overtakes = opcode != Opcode.CLOSE;
		ByteBuffer out = bytes.claim(this.frames.headerSize(length) + length, overtakes);
		this.frames.frame(out, FrameEncoder.firstByte(opcode.code(), true), payload, payload.position(), length);
		bytes.write(out);
	}

	private void copy(ByteSink bytes, int firstByte, ByteBuffer source, int from, int length) {
		ByteBuffer out = bytes.claim(this.frames.headerSize(length) + length, false);
		this.frames.frame(out, firstByte, source, from, length);
		bytes.write(out);
	}

	private void reference(ByteSink bytes, int firstByte, ByteBuffer payload) {
		int length = payload.remaining();
		ByteBuffer out = bytes.claim(this.frames.headerSize(length), false);
		this.frames.header(out, firstByte, length);
		bytes.write(out, payload);
	}

}
