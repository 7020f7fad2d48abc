package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Frames on the wire, written byte by byte and not by the encoder under test.
 * <p>
 * Our decoder unmasks in place, so each pass over the same buffer turns payload into
 * masked payload and back. The masking key is chosen so that every {@link SampleText} is
 * valid in both forms: no pass needs fresh input, and no side pays for copying it.
 */
final class SampleFrames {

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
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			for (int i = batch(payload.length); i > 0; i--) {
				frame(out, payload, masked);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static void frame(DataOutputStream out, byte[] payload, boolean masked) throws IOException {
		int mask = masked ? 0x80 : 0;
		int length = payload.length;
		out.writeByte(0x81);
		if (length < 126) {
			out.writeByte(mask | length);
		}
		else if (length < 0x1_0000) {
			out.writeByte(mask | 126);
			out.writeShort(length);
		}
		else {
			out.writeByte(mask | 127);
			out.writeLong(length);
		}
		if (masked) {
			out.write(KEY);
		}
		for (int i = 0; i < length; i++) {
			out.writeByte(masked ? payload[i] ^ KEY[i & 3] : payload[i]);
		}
	}

}
