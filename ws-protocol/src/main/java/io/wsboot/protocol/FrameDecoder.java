package io.wsboot.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Turns bytes into frames (RFC 6455 §5.2); stops and resumes at any byte. What becomes of
 * the frames is a subclass's: the two are one object because each connection has one, and
 * an idle connection should be small.
 * <p>
 * A header that is wholly there is taken apart where it lies; one that is cut is
 * collected in fields, byte by byte. Either way it is judged in the order of its bytes
 * and before any payload is looked at. Payload is unmasked in place and handed on as a
 * window of the input.
 * <p>
 * For each frame, in wire order, one {@link #frameStart} is followed by as many
 * {@link #payload} calls as there are chunks. An exception ends it: no call follows.
 */
abstract class FrameDecoder {

	private static final VarHandle SHORT = MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final int FIN = 0x80;

	private static final int RSV = 0x70;

	private static final int RSV1 = 0x40;

	private static final int MASK = 0x80;

	private static final int FORM = 0x7F;

	private static final int FORM_16 = 126;

	private static final int FORM_64 = 127;

	private final boolean masked;

	/**
	 * Whether messages may be compressed, which RSV1 says (RFC 7692 §6).
	 */
	private final boolean deflate;

	/**
	 * Whether a header is complete, so that payload is next.
	 */
	private boolean inPayload;

	/**
	 * How many bytes of a cut header have been collected.
	 */
	private byte collected;

	/**
	 * The first byte of the frame: FIN, RSV1 and the opcode.
	 */
	private byte first;

	/**
	 * The low seven bits of the second byte: the length, or which form it has.
	 */
	private byte form;

	/**
	 * The key for the next byte of payload, or what has been collected of it.
	 */
	private int key;

	/**
	 * How much payload is to come, or what has been collected of the length.
	 */
	private long remaining;

	/**
	 * Creates a decoder.
	 * @param role which side this is
	 * @param deflate whether messages may be compressed
	 */
	FrameDecoder(Role role, boolean deflate) {
		this.masked = role.expectsMask();
		this.deflate = deflate;
	}

	/**
	 * A frame begins. Its opcode, its flags and the form of its length have been judged;
	 * its masking key and its payload have not been looked at.
	 * @param length the payload's length in bytes, at most 125 for control frames
	 * @throws ProtocolException if the frame must not come now, or is too much
	 */
	abstract void frameStart(long length) throws ProtocolException;

	/**
	 * How much of the frame's payload a chunk may have. Behind each chunk decoding can be
	 * stopped.
	 * @return in bytes, at least 1
	 */
	abstract int longestChunk();

	/**
	 * A chunk of the frame's payload, unmasked. An empty frame has one that is empty.
	 * @param chunk the chunk between position and limit, borrowed until the call returns;
	 * its position and its limit may be changed
	 * @param ascii {@code true} when every byte is below 0x80; {@code false} says nothing
	 * @throws ProtocolException if the payload breaks a rule, or the frame or its message
	 * should not have ended here
	 */
	abstract void payload(ByteBuffer chunk, boolean ascii) throws ProtocolException;

	/**
	 * What the frame carries.
	 * @return the opcode of the frame that has begun last
	 */
	final Opcode opcode() {
		return Objects.requireNonNull(Opcode.of(this.first), "judged before");
	}

	/**
	 * Whether the frame is the last fragment of its message.
	 * @return its FIN; always {@code true} for control frames
	 */
	final boolean isFinal() {
		return (this.first & FIN) != 0;
	}

	/**
	 * Whether the frame begins a compressed message (RFC 7692 §6.2).
	 * @return its RSV1
	 */
	final boolean isCompressed() {
		return (this.first & RSV1) != 0;
	}

	/**
	 * How much of the frame's payload is to come.
	 * @return in bytes, behind the chunk that is being handed on
	 */
	final long remaining() {
		return this.remaining;
	}

	/**
	 * Whether a data frame has begun and not ended.
	 * @return {@code true} from the first byte of its header until the last of its
	 * payload is there
	 */
	final boolean isDataFrameOpen() {
		return (this.inPayload || this.collected > 0) && !opcode().isControl();
	}

	/**
	 * Decodes until a frame ends, a chunk of the longest length has been handed on, or
	 * the input is used up.
	 * @param in the input; masked payload is overwritten, the position moves behind what
	 * was used
	 * @throws ProtocolException if the peer broke a rule; no call may follow
	 */
	final void decode(ByteBuffer in) throws ProtocolException {
		if (this.inPayload || takeApart(in) || collect(in)) {
			deliver(in);
		}
	}

	/**
	 * Takes apart a header that is wholly there.
	 * @return {@code false} if it is not, and then nothing was used
	 */
	private boolean takeApart(ByteBuffer in) throws ProtocolException {
		int at = in.position();
		int available = in.limit() - at;
		if (this.collected != 0 || available < 2) {
			return false;
		}
		int second = in.get(at + 1);
		int lengthEnd = lengthEnd(second & FORM);
		int size = this.masked ? lengthEnd + Integer.BYTES : lengthEnd;
		if (available < size) {
			return false;
		}
		judgeFirst(in.get(at));
		judgeSecond(second);
		judgeLength(switch (this.form) {
			case FORM_16 -> (short) SHORT.get(in, at + 2) & 0xFFFF;
			case FORM_64 -> (long) LONG.get(in, at + 2);
			default -> this.form;
		});
		if (this.masked) {
			this.key = Masking.key(in, at + lengthEnd);
		}
		this.inPayload = true;
		in.position(at + size);
		return true;
	}

	/**
	 * Collects a header that is cut.
	 * @return whether it is complete now
	 */
	private boolean collect(ByteBuffer in) throws ProtocolException {
		while (in.hasRemaining() && !this.inPayload) {
			collect(in.get());
		}
		return this.inPayload;
	}

	private void collect(byte value) throws ProtocolException {
		int index = this.collected++;
		if (index == 0) {
			judgeFirst(value);
			return;
		}
		int lengthEnd = lengthEnd(this.form);
		if (index == 1) {
			judgeSecond(value);
			lengthEnd = lengthEnd(this.form);
			this.remaining = (lengthEnd == 2) ? this.form : 0;
			this.key = 0;
		}
		else if (index < lengthEnd) {
			this.remaining = this.remaining << Byte.SIZE | (value & 0xFF);
		}
		else {
			this.key |= (value & 0xFF) << (index - lengthEnd) * Byte.SIZE;
		}
		int count = index + 1;
		if (count == lengthEnd) {
			judgeLength(this.remaining);
		}
		if (count == (this.masked ? lengthEnd + Integer.BYTES : lengthEnd)) {
			this.collected = 0;
			this.inPayload = true;
		}
	}

	private static int lengthEnd(int form) {
		return switch (form) {
			case FORM_16 -> 2 + Short.BYTES;
			case FORM_64 -> 2 + Long.BYTES;
			default -> 2;
		};
	}

	private void judgeFirst(int value) throws ProtocolException {
		int rsv = value & RSV;
		if (rsv != 0 && !(rsv == RSV1 && this.deflate)) {
			throw new ProtocolException(Violation.RSV_BITS);
		}
		Opcode known = Opcode.of(value);
		if (known == null) {
			throw new ProtocolException(Violation.RESERVED_OPCODE);
		}
		if (rsv != 0 && known != Opcode.TEXT && known != Opcode.BINARY) {
			throw new ProtocolException(Violation.RSV_BITS);
		}
		this.first = (byte) value;
		if (known.isControl() && !isFinal()) {
			throw new ProtocolException(Violation.FRAGMENTED_CONTROL_FRAME);
		}
	}

	private void judgeSecond(int value) throws ProtocolException {
		if (((value & MASK) != 0) != this.masked) {
			throw new ProtocolException(this.masked ? Violation.UNMASKED_FRAME : Violation.MASKED_FRAME);
		}
		this.form = (byte) (value & FORM);
		if (opcode().isControl() && this.form >= FORM_16) {
			throw new ProtocolException(Violation.CONTROL_FRAME_TOO_LONG);
		}
	}

	private void judgeLength(long length) throws ProtocolException {
		if (length < 0) {
			throw new ProtocolException(Violation.LENGTH_TOP_BIT);
		}
		if (this.form >= FORM_16 && length <= ((this.form == FORM_16) ? FORM_16 - 1 : 0xFFFF)) {
			throw new ProtocolException(Violation.LENGTH_NOT_MINIMAL);
		}
		this.remaining = length;
		frameStart(length);
	}

	private void deliver(ByteBuffer in) throws ProtocolException {
		int from = in.position();
		int length = (int) Math.min(this.remaining, Math.min(in.limit() - from, longestChunk()));
		this.remaining -= length;
		this.inPayload = this.remaining > 0;
		if (length > 0 || !this.inPayload) {
			window(in, from, from + length);
		}
	}

	private void window(ByteBuffer in, int from, int to) throws ProtocolException {
		boolean ascii = this.masked && unmask(in, from, to);
		int limit = in.limit();
		in.limit(to);
		try {
			payload(in, ascii);
		}
		finally {
			in.limit(limit);
			in.position(to);
		}
	}

	/**
	 * Unmasks a chunk and turns the key for the next one.
	 * @return whether all of it is known to be ASCII; binary data are not looked at
	 */
	private boolean unmask(ByteBuffer in, int from, int to) {
		int current = this.key;
		this.key = Masking.advance(current, to - from);
		if (opcode() == Opcode.BINARY) {
			Masking.apply(in, from, to, current);
			return false;
		}
		return Masking.isAscii(Masking.unmask(in, from, to, current));
	}

}
