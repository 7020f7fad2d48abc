package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A second frame codec, read straight off the drawing in RFC 6455 §5.2, byte by byte and
 * without a thought for speed, to disagree with the real one.
 */
final class NaiveFrames {

	private NaiveFrames() {
	}

	record Frame(int firstByte, byte @Nullable [] key, byte[] payload) {

		boolean fin() {
			return this.firstByte >= 128;
		}

		int opcode() {
			return this.firstByte % 16;
		}

	}

	static byte[] encode(int firstByte, byte @Nullable [] key, byte[] payload) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(firstByte);
		int maskBit = (key != null) ? 128 : 0;
		if (payload.length <= 125) {
			out.write(maskBit + payload.length);
		}
		else {
			boolean small = payload.length < 65536;
			out.write(maskBit + (small ? 126 : 127));
			byte[] length = BigInteger.valueOf(payload.length).toByteArray();
			int width = small ? 2 : 8;
			for (int i = 0; i < width; i++) {
				int index = length.length - width + i;
				out.write((index < 0) ? 0 : length[index]);
			}
		}
		if (key != null) {
			out.writeBytes(key);
		}
		out.writeBytes(mask(key, payload));
		return out.toByteArray();
	}

	static List<Frame> decode(byte[] wire) {
		List<Frame> frames = new ArrayList<>();
		int at = 0;
		while (at < wire.length) {
			int firstByte = wire[at] & 255;
			boolean masked = (wire[at + 1] & 128) != 0;
			int length = wire[at + 1] & 127;
			at += 2;
			if (length >= 126) {
				int width = (length == 126) ? 2 : 8;
				length = new BigInteger(1, Arrays.copyOfRange(wire, at, at + width)).intValueExact();
				at += width;
			}
			byte[] key = masked ? Arrays.copyOfRange(wire, at, at + 4) : null;
			at += masked ? 4 : 0;
			if (at + length > wire.length) {
				throw new IllegalArgumentException("The last frame is cut");
			}
			frames.add(new Frame(firstByte, key, mask(key, Arrays.copyOfRange(wire, at, at + length))));
			at += length;
		}
		return frames;
	}

	static byte[] mask(byte @Nullable [] key, byte[] payload) {
		byte[] result = payload.clone();
		if (key != null) {
			for (int i = 0; i < result.length; i++) {
				result[i] ^= key[i % 4];
			}
		}
		return result;
	}

}
