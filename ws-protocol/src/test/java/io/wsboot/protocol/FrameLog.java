package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the frames that a decoder finds, as the second codec would tell them.
 */
final class FrameLog extends FrameDecoder {

	private final List<NaiveFrames.Frame> frames = new ArrayList<>();

	private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

	private int firstByte;

	private long length;

	private boolean open;

	private FrameLog(Role role, boolean deflate) {
		super(role, deflate);
	}

	/**
	 * Feeds a decoder.
	 * @param wire all that the peer sent, in pieces
	 * @return the frames, the last of them perhaps cut, and the violation behind them
	 */
	static NaiveFrames.Reading read(Role role, boolean deflate, List<byte[]> wire, boolean direct) {
		FrameLog log = new FrameLog(role, deflate);
		Violation violation = null;
		try {
			for (byte[] piece : wire) {
				ByteBuffer in = Wire.embedded(piece, direct);
				while (in.hasRemaining()) {
					log.decode(in);
				}
			}
		}
		catch (ProtocolException ex) {
			violation = ex.violation();
		}
		if (log.open) {
			log.add(false);
		}
		return new NaiveFrames.Reading(log.frames, violation);
	}

	@Override
	void frameStart(long length) {
		if (this.open) {
			throw new AssertionError("frames overlap");
		}
		this.open = true;
		this.firstByte = FrameEncoder.firstByte(opcode().code(), isFinal()) + (isCompressed() ? 64 : 0);
		this.length = length;
	}

	@Override
	int longestChunk() {
		return 1000;
	}

	@Override
	void payload(ByteBuffer chunk, boolean ascii) {
		byte[] bytes = Wire.bytes(chunk);
		for (byte value : bytes) {
			if (ascii && value < 0) {
				throw new AssertionError("called ASCII and is not");
			}
		}
		this.payload.writeBytes(bytes);
		if (remaining() == 0) {
			add(true);
		}
	}

	private void add(boolean whole) {
		this.frames.add(new NaiveFrames.Frame(this.firstByte, null, this.length, this.payload.toByteArray(), whole));
		this.payload.reset();
		this.open = false;
	}

	/**
	 * Fails unless both say the same; keys are not compared, for a decoder keeps none.
	 */
	static void assertAgreement(NaiveFrames.Reading real, NaiveFrames.Reading naive, @Nullable String as) {
		if (!agree(real, naive)) {
			throw new AssertionError(as + "\nreal:  " + text(real) + "\nnaive: " + text(naive));
		}
	}

	private static boolean agree(NaiveFrames.Reading real, NaiveFrames.Reading naive) {
		boolean same = real.violation() == naive.violation() && real.frames().size() == naive.frames().size();
		for (int i = 0; same && i < real.frames().size(); i++) {
			NaiveFrames.Frame one = real.frames().get(i);
			NaiveFrames.Frame other = naive.frames().get(i);
			same = one.firstByte() == other.firstByte() && one.length() == other.length()
					&& one.whole() == other.whole() && Arrays.equals(one.payload(), other.payload());
		}
		return same;
	}

	private static String text(NaiveFrames.Reading reading) {
		StringBuilder text = new StringBuilder();
		for (NaiveFrames.Frame frame : reading.frames()) {
			text.append("%02x+%d:%s ".formatted(frame.firstByte(), frame.length(),
					Recorder.abridge(Wire.hex(frame.payload()))));
		}
		return text.append(reading.violation()).toString();
	}

}
