package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Frames on the wire, written byte by byte and not by the encoder under test.
 * <p>
 * Our decoder unmasks in place, so each pass over the same buffer turns payload into
 * masked payload and back. The masking key is chosen so that every {@link SampleText} is
 * valid in both forms: no pass needs fresh input, and no side pays for copying it.
 */
final class SampleFrames {

	private static final int FIN_TEXT = 0x81;

	private static final int LONGEST_HEADER = 14;

	private static final byte[] KEY = { 1, 0, 1, 1 };

	/**
	 * As much as two frames of 64 KiB: what one read of a busy connection may bring.
	 */
	private static final int BATCH_BYTES = 128 * 1024;

	private static final int BATCH_FRAMES = 64;

	private SampleFrames() {
	}

	/**
	 * How many frames one read brings.
	 * @param size the payload of each, in bytes
	 * @return 64 small frames, fewer large ones
	 */
	static int batch(int size) {
		return Math.min(BATCH_FRAMES, BATCH_BYTES / size);
	}

	/**
	 * What one read brings: a batch of equal text frames.
	 * @param payload the payload of each
	 * @param masked whether a client sent them
	 * @return the bytes
	 */
	static byte[] wire(byte[] payload, boolean masked) {
		byte[] frame = frame(FIN_TEXT, payload, masked);
		ByteBuffer wire = ByteBuffer.allocate(batch(payload.length) * frame.length);
		while (wire.hasRemaining()) {
			wire.put(frame);
		}
		return wire.array();
	}

	/**
	 * One frame.
	 * @param firstByte FIN, RSV1 and the opcode
	 * @param payload its payload
	 * @param masked whether a client sends it
	 * @return the bytes
	 */
	static byte[] frame(int firstByte, byte[] payload, boolean masked) {
		int mask = masked ? 0x80 : 0;
		int length = payload.length;
		ByteBuffer out = ByteBuffer.allocate(LONGEST_HEADER + length).put((byte) firstByte);
		if (length < 126) {
			out.put((byte) (mask | length));
		}
		else if (length < 0x1_0000) {
			out.put((byte) (mask | 126)).putShort((short) length);
		}
		else {
			out.put((byte) (mask | 127)).putLong(length);
		}
		if (masked) {
			out.put(KEY);
		}
		for (int i = 0; i < length; i++) {
			out.put((byte) (masked ? payload[i] ^ KEY[i & 3] : payload[i]));
		}
		return Arrays.copyOf(out.array(), out.position());
	}

}
