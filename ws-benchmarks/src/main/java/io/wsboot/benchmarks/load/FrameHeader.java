package io.wsboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The header of a frame from a server, RFC 6455 §5.2, which may arrive in pieces, and the
 * payload of a control frame.
 */
final class FrameHeader {

	/** The longest header without a masking key. */
	static final int LONGEST = 10;

	private static final int LONGEST_CONTROL = 125;

	private final byte[] bytes = new byte[LONGEST];

	private int taken;

	private final byte[] control = new byte[LONGEST_CONTROL];

	private int controlTaken;

	/**
	 * Skips the header of an unfragmented frame with a known opcode and length.
	 * @return where its payload starts, or -1 if the header is another one
	 */
	static int skip(ByteBuffer input, int position, int opcode, int length) {
		int flags = 0x80 | opcode;
		if (length < 126) {
			return (input.getShort(position) == (short) (flags << 8 | length)) ? position + 2 : -1;
		}
		if (length < 1 << 16) {
			return (input.getInt(position) == (flags << 24 | 126 << 16 | length)) ? position + 4 : -1;
		}
		boolean same = input.getShort(position) == (short) (flags << 8 | 127) && input.getLong(position + 2) == length;
		return same ? position + LONGEST : -1;
	}

	/**
	 * Does the same where fewer bytes are left than the longest header has.
	 */
	static int skipShort(ByteBuffer input, int position, int opcode, int length) {
		boolean fits = length < 126 && input.limit() - position >= 2;
		return fits ? skip(input, position, opcode, length) : -1;
	}

	/**
	 * Takes bytes until the header is complete.
	 * @return whether it is
	 */
	boolean take(ByteBuffer input) {
		while (input.hasRemaining() && (this.taken < 2 || this.taken < size())) {
			this.bytes[this.taken++] = input.get();
		}
		if (this.taken < 2 || this.taken < size()) {
			return false;
		}
		this.taken = 0;
		this.controlTaken = 0;
		return true;
	}

	private int size() {
		return switch (this.bytes[1] & 0x7F) {
			case 126 -> 4;
			case 127 -> LONGEST;
			default -> 2;
		};
	}

	/**
	 * What a server must not send, or nothing.
	 * @param compressed whether all messages have to be compressed
	 */
	String problem(boolean compressed) {
		boolean first = opcode() != 0 && !isControl();
		int reserved = this.bytes[0] & 0x70;
		if (compressed && first && reserved == 0) {
			return "a message that is not compressed";
		}
		if (reserved != ((compressed && first) ? 0x40 : 0)) {
			return "a frame with a reserved bit";
		}
		if (this.bytes[1] < 0) {
			return "a masked frame";
		}
		return (isControl() && length() > LONGEST_CONTROL) ? "a control frame of " + length() + " bytes" : "";
	}

	/** Whether a part of a header has been taken. */
	boolean isCut() {
		return this.taken > 0;
	}

	boolean fin() {
		return this.bytes[0] < 0;
	}

	int opcode() {
		return this.bytes[0] & 0x0F;
	}

	boolean isControl() {
		return opcode() >= 8;
	}

	long length() {
		ByteBuffer header = ByteBuffer.wrap(this.bytes);
		return switch (size()) {
			case 4 -> header.getShort(2) & 0xFFFF;
			case LONGEST -> header.getLong(2);
			default -> this.bytes[1] & 0x7F;
		};
	}

	/**
	 * Keeps a piece of a control frame's payload.
	 */
	void control(ByteBuffer input, int count) {
		input.get(this.control, this.controlTaken, count);
		this.controlTaken += count;
	}

	byte[] control() {
		return Arrays.copyOf(this.control, this.controlTaken);
	}

}
