package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A second frame codec, read straight off the drawing and the sentences in RFC 6455 §5.2,
 * byte by byte and without a thought for speed, to disagree with the real one.
 */
final class NaiveFrames {

	private NaiveFrames() {
	}

	/**
	 * A frame.
	 *
	 * @param firstByte FIN, RSV bits and opcode
	 * @param key the masking key, {@code null} if the frame is not masked
	 * @param length the length that its header announces
	 * @param payload the payload, unmasked, as far as it is there
	 * @param whole whether all of the frame is there
	 */
	record Frame(int firstByte, byte @Nullable [] key, long length, byte[] payload, boolean whole) {

		boolean fin() {
			return this.firstByte >= 128;
		}

		int opcode() {
			return this.firstByte % 16;
		}

	}

	/**
	 * What a stream of bytes says.
	 *
	 * @param frames the frames of which at least the length is there; the last one may be
	 * cut
	 * @param violation the rule that the header behind them breaks, {@code null} if it
	 * breaks none, is cut or is not there
	 */
	record Reading(List<Frame> frames, @Nullable Violation violation) {
	}

	static byte[] encode(int firstByte, byte @Nullable [] key, byte[] payload) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
		out.write(firstByte);
		int maskBit = (key != null) ? 128 : 0;
		if (payload.length <= 125) {
			out.write(maskBit + payload.length);
		}
		else {
			boolean small = payload.length < 65536;
			out.write(maskBit + (small ? 126 : 127));
			for (int place = small ? 1 : 7; place >= 0; place--) {
				out.write((place < 4) ? payload.length >> (8 * place) : 0);
			}
		}
		if (key != null) {
			out.writeBytes(key);
		}
		out.writeBytes(mask(key, payload));
		return out.toByteArray();
	}

	/**
	 * Reads what has to be whole and right.
	 */
	static List<Frame> decode(byte[] wire) {
		Reading reading = (wire.length > 1) ? read(wire, (wire[1] & 128) != 0, true) : new Reading(List.of(), null);
		List<Frame> frames = reading.frames();
		long used = 0;
		for (Frame frame : frames) {
			used += encode(frame.firstByte(), frame.key(), frame.payload()).length;
		}
		if (used != wire.length || (!frames.isEmpty() && !frames.get(frames.size() - 1).whole())) {
			throw new IllegalArgumentException("The last frame is cut or wrong");
		}
		return frames;
	}

	/**
	 * Reads whatever came.
	 * @param masked whether frames have to be masked, or else must not be
	 * @param deflate whether RSV1 has the meaning of RFC 7692 §6
	 */
	static Reading read(byte[] wire, boolean masked, boolean deflate) {
		List<Frame> frames = new ArrayList<>();
		int at = 0;
		while (at < wire.length) {
			Violation violation = judge(wire, at, masked, deflate);
			if (violation != null) {
				return new Reading(frames, violation);
			}
			int keyAt = at + 2 + lengthBytes(wire, at);
			if (keyAt > wire.length) {
				break;
			}
			int payloadAt = keyAt + (masked ? 4 : 0);
			byte[] key = masked ? Arrays.copyOfRange(wire, keyAt, payloadAt) : null;
			long length = length(wire, at);
			int there = (int) Math.max(0, Math.min(length, wire.length - payloadAt));
			boolean whole = length <= wire.length - payloadAt;
			frames.add(new Frame(wire[at] & 255, key, length, mask(key, wire, payloadAt, there), whole));
			at = payloadAt + there;
		}
		return new Reading(frames, null);
	}

	/**
	 * What the header at a place breaks, as far as it is there.
	 */
	private static @Nullable Violation judge(byte[] wire, int at, boolean masked, boolean deflate) {
		int first = wire[at] & 255;
		int opcode = first % 16;
		int rsv = first / 16 % 8;
		if (rsv != 0 && !(deflate && rsv == 4)) {
			return Violation.RSV_BITS;
		}
		if ((opcode > 2 && opcode < 8) || opcode > 10) {
			return Violation.RESERVED_OPCODE;
		}
		if (rsv == 4 && (opcode == 0 || opcode >= 8)) {
			return Violation.RSV_BITS;
		}
		if (opcode >= 8 && first < 128) {
			return Violation.FRAGMENTED_CONTROL_FRAME;
		}
		if (at + 1 == wire.length) {
			return null;
		}
		int second = wire[at + 1] & 255;
		if (second >= 128 != masked) {
			return masked ? Violation.UNMASKED_FRAME : Violation.MASKED_FRAME;
		}
		if (opcode >= 8 && second % 128 > 125) {
			return Violation.CONTROL_FRAME_TOO_LONG;
		}
		int lengthBytes = lengthBytes(wire, at);
		if (at + 2 + lengthBytes > wire.length) {
			return null;
		}
		if (lengthBytes == 8 && wire[at + 2] < 0) {
			return Violation.LENGTH_TOP_BIT;
		}
		long least = (lengthBytes == 0) ? 0 : (lengthBytes == 2) ? 126 : 65536;
		return (length(wire, at) < least) ? Violation.LENGTH_NOT_MINIMAL : null;
	}

	/**
	 * How many bytes of length follow the second byte, if that is there.
	 */
	private static int lengthBytes(byte[] wire, int at) {
		int seven = (at + 1 < wire.length) ? wire[at + 1] & 127 : 0;
		return (seven < 126) ? 0 : (seven == 126) ? 2 : 8;
	}

	private static long length(byte[] wire, int at) {
		int bytes = lengthBytes(wire, at);
		long length = (bytes == 0) ? wire[at + 1] & 127 : 0;
		for (int i = 0; i < bytes; i++) {
			length = length * 256 + (wire[at + 2 + i] & 255);
		}
		return length;
	}

	static byte[] mask(byte @Nullable [] key, byte[] payload) {
		return mask(key, payload, 0, payload.length);
	}

	private static byte[] mask(byte @Nullable [] key, byte[] bytes, int from, int length) {
		byte[] result = new byte[length];
		System.arraycopy(bytes, Math.min(from, bytes.length), result, 0, length);
		if (key != null) {
			for (int i = 0; i < length; i++) {
				result[i] ^= key[i % 4];
			}
		}
		return result;
	}

}
