package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Counts frames that arrive whole.
 */
final class CountingFrames extends FrameDecoder {

	private final Tally tally;

	CountingFrames(Role role, Tally tally) {
		super(role, false);
		this.tally = tally;
	}

	@Override
	void frameStart(long length) {
		// counted once its payload is there
	}

	@Override
	int longestChunk() {
		return Integer.MAX_VALUE;
	}

	@Override
	void payload(ByteBuffer chunk, boolean ascii) {
		this.tally.add(chunk.remaining());
	}

}
