package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Counts frames that arrive whole.
 */
final class CountingFrames implements FrameSink {

	private final Tally tally;

	private int length;

	CountingFrames(Tally tally) {
		this.tally = tally;
	}

	@Override
	public void frameStart(Opcode opcode, boolean fin, boolean rsv1, long length) {
		this.length = 0;
	}

	@Override
	public int longestChunk() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void payload(ByteBuffer chunk, boolean ascii) {
		this.length += chunk.remaining();
	}

	@Override
	public void frameEnd() {
		this.tally.add(this.length);
	}

}
