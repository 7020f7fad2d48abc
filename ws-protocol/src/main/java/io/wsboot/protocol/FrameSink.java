package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Receives frames piece by piece, in wire order (RFC 6455 §5.2).
 * <p>
 * For each frame one {@link #frameStart}, then as many {@link #payload} calls as there
 * are chunks (none for an empty frame), then one {@link #frameEnd}. Frames do not
 * overlap. An exception ends it: no call follows.
 */
interface FrameSink {

	/**
	 * A frame begins. Its opcode, its flags and the form of its length have been judged;
	 * its masking key and its payload have not been looked at.
	 * @param opcode what the frame carries
	 * @param fin whether it is the last fragment of its message; always for control
	 * frames
	 * @param rsv1 whether it begins a compressed message (RFC 7692 §6.2)
	 * @param length the payload's length in bytes, at most 125 for control frames
	 * @throws ProtocolException if the frame must not come now, or is too much
	 */
	void frameStart(Opcode opcode, boolean fin, boolean rsv1, long length) throws ProtocolException;

	/**
	 * How much of the frame's payload a chunk may have. Behind each chunk decoding can be
	 * stopped.
	 * @return in bytes, at least 1
	 */
	int longestChunk();

	/**
	 * A chunk of the frame's payload, unmasked.
	 * @param chunk at least one byte between position and limit, borrowed until the call
	 * returns; its position and its limit may be changed
	 * @param ascii {@code true} when every byte is below 0x80; {@code false} says nothing
	 * @throws ProtocolException if the payload breaks a rule
	 */
	void payload(ByteBuffer chunk, boolean ascii) throws ProtocolException;

	/**
	 * The frame's payload is complete.
	 * @throws ProtocolException if the frame or its message should not have ended here
	 */
	void frameEnd() throws ProtocolException;

}
