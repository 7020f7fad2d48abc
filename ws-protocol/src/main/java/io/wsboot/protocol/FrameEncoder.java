package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Writes frames into the caller's buffer (RFC 6455 §5.2). It has no state; the sessions
 * of a role share one.
 */
final class FrameEncoder {

	private static final FrameEncoder CLIENT = new FrameEncoder(true);

	private static final FrameEncoder SERVER = new FrameEncoder(false);

	/**
	 * Set in the first byte of a compressed message (RFC 7692 §6).
	 */
	static final int RSV1 = 0x40;

	/**
	 * Set in the first byte of the last frame of a message.
	 */
	static final int FIN = 0x80;

	private static final int MASK = 0x80;

	private static final int LENGTH_16 = 126;

	private static final int LENGTH_64 = 127;

	private final boolean masks;

	private FrameEncoder(boolean masks) {
		this.masks = masks;
	}

	/**
	 * Returns the encoder of a role.
	 * @param role the sending side
	 * @return its encoder
	 */
	static FrameEncoder of(Role role) {
		return role.masks() ? CLIENT : SERVER;
	}

	/**
	 * The first byte of a frame.
	 * @param opcodeAndRsv1 the code of what the frame carries, perhaps with {@link #RSV1}
	 * @param fin whether it is the last of its message
	 * @return the byte
	 */
	static int firstByte(int opcodeAndRsv1, boolean fin) {
		return fin ? FIN | opcodeAndRsv1 : opcodeAndRsv1;
	}

	/**
	 * The room that a header takes.
	 * @param length the payload's length
	 * @return 2 to 14 bytes
	 */
	int headerSize(int length) {
		int size = this.masks ? 6 : 2;
		if (length < LENGTH_16) {
			return size;
		}
		return (length <= 0xFFFF) ? size + Short.BYTES : size + Long.BYTES;
	}

	/**
	 * Writes the header of a frame that is not masked.
	 * @param out where to, big-endian
	 * @param firstByte FIN, RSV1 and the opcode
	 * @param length the payload's length
	 */
	void header(ByteBuffer out, int firstByte, int length) {
		header(out, firstByte, length, 0);
	}

	/**
	 * Writes a whole frame.
	 * @param out where to, big-endian
	 * @param firstByte FIN, RSV1 and the opcode
	 * @param source holds the payload; its position and its limit are left where they are
	 * @param from the index of the payload's first byte
	 * @param length the payload's length
	 */
	void frame(ByteBuffer out, int firstByte, ByteBuffer source, int from, int length) {
		int key = 0;
		header(out, firstByte, length, this.masks ? MASK : 0);
		if (this.masks) {
			key = MaskingKeys.next();
			out.putInt(Integer.reverseBytes(key));
		}
		int at = out.position();
		out.put(at, source, from, length).position(at + length);
		if (this.masks) {
			Masking.apply(out, at, at + length, key);
		}
	}

	private static void header(ByteBuffer out, int firstByte, int length, int mask) {
		out.put((byte) firstByte);
		if (length < LENGTH_16) {
			out.put((byte) (mask | length));
		}
		else if (length <= 0xFFFF) {
			out.put((byte) (mask | LENGTH_16)).putShort((short) length);
		}
		else {
			out.put((byte) (mask | LENGTH_64)).putLong(length);
		}
	}

}
