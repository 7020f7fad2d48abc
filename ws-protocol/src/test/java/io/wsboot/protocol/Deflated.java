package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Compressed messages as another implementation makes them, straight by the JDK.
 */
final class Deflated {

	/**
	 * Parameters with the largest windows.
	 */
	static final DeflateParameters TAKEOVER = new DeflateParameters(false, false, 15, 15);

	static final DeflateParameters NO_TAKEOVER = new DeflateParameters(true, true, 15, 15);

	private final Deflater deflater = new Deflater(9, true);

	/**
	 * A message by itself.
	 */
	static byte[] alone(byte[] payload) {
		return new Deflated().next(payload);
	}

	/**
	 * A message that may refer to those before.
	 */
	byte[] next(byte[] payload) {
		this.deflater.setInput(payload);
		byte[] flushed = drain(Deflater.SYNC_FLUSH);
		return Arrays.copyOf(flushed, flushed.length - 4);
	}

	/**
	 * A whole stream, which ends with a final block.
	 */
	static byte[] stream(byte[] payload) {
		Deflated stream = new Deflated();
		stream.deflater.setInput(payload);
		stream.deflater.finish();
		return stream.drain(Deflater.NO_FLUSH);
	}

	private byte[] drain(int flush) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] buffer = new byte[64 * 1024];
		int length;
		do {
			length = this.deflater.deflate(buffer, 0, buffer.length, flush);
			out.write(buffer, 0, length);
		}
		while (length == buffer.length);
		return out.toByteArray();
	}

}
