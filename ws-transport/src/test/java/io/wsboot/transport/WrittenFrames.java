package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.wsboot.protocol.Opcode;

/**
 * What a server has written, taken apart by the rules of RFC 6455 §5.2 and RFC 7692 §6
 * alone.
 *
 * @param frames the whole frames
 * @param rest bytes behind them, which are no whole frame
 */
record WrittenFrames(List<Frame> frames, int rest) {

	static WrittenFrames parse(byte[] bytes) {
		ByteBuffer in = ByteBuffer.wrap(bytes);
		List<Frame> frames = new ArrayList<>();
		int rest = in.remaining();
		for (Frame frame = next(in); frame != null; frame = next(in)) {
			frames.add(frame);
			rest = in.remaining();
		}
		return new WrittenFrames(frames, rest);
	}

	/**
	 * The data messages, each put together from its frames and decompressed.
	 * @return their payloads in order
	 */
	List<byte[]> messages() {
		List<byte[]> messages = new ArrayList<>();
		ByteArrayOutputStream open = null;
		boolean deflated = false;
		try (PeerInflater inflater = new PeerInflater()) {
			for (Frame frame : this.frames) {
				if (frame.opcode().isControl()) {
					continue;
				}
				boolean first = frame.opcode() != Opcode.CONTINUATION;
				if ((open == null) != first || (frame.deflated() && !first)) {
					throw new AssertionError("A message within a message, or a stray continuation");
				}
				open = first ? new ByteArrayOutputStream() : open;
				deflated = first ? frame.deflated() : deflated;
				open.writeBytes(frame.payload());
				if (frame.fin()) {
					messages.add(deflated ? inflater.inflate(open.toByteArray()) : open.toByteArray());
					open = null;
				}
			}
		}
		return messages;
	}

	List<String> texts() {
		return messages().stream().map((bytes) -> new String(bytes, StandardCharsets.UTF_8)).toList();
	}

	List<Opcode> opcodes() {
		return this.frames.stream().map(Frame::opcode).toList();
	}

	List<byte[]> payloads(Opcode opcode) {
		return this.frames.stream().filter((frame) -> frame.opcode() == opcode).map(Frame::payload).toList();
	}

	private static Frame next(ByteBuffer in) {
		if (in.remaining() < 2) {
			return null;
		}
		ByteBuffer at = in.slice();
		int first = at.get();
		long length = at.get();
		if (length < 0) {
			throw new AssertionError("A server's frame is masked");
		}
		int extended = (length == 126) ? Short.BYTES : (length == 127) ? Long.BYTES : 0;
		if (at.remaining() < extended) {
			return null;
		}
		if (extended == Short.BYTES) {
			length = at.getShort() & 0xFFFF;
		}
		else if (extended == Long.BYTES) {
			length = at.getLong();
		}
		if (at.remaining() < length) {
			return null;
		}
		Opcode opcode = Opcode.of(first & 0xF);
		if (opcode == null || (first & 0x30) != 0) {
			throw new AssertionError("Not a frame: " + first);
		}
		byte[] payload = new byte[(int) length];
		at.get(payload);
		in.position(in.position() + at.position());
		return new Frame(opcode, (first & 0x80) != 0, (first & 0x40) != 0, payload);
	}

	record Frame(Opcode opcode, boolean fin, boolean deflated, byte[] payload) {

		int closeCode() {
			return ByteBuffer.wrap(this.payload).getShort() & 0xFFFF;
		}

		String closeReason() {
			return new String(this.payload, 2, this.payload.length - 2, StandardCharsets.UTF_8);
		}

	}

}
