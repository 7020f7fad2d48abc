package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * A loop over the bytes of a text in a direct buffer. It says yes or no, and the answer
 * must be yes.
 */
final class Kernel implements Contender {

	private final ByteBuffer text;

	private final Predicate<ByteBuffer> loop;

	private final Tally tally = new Tally();

	Kernel(byte[] text, Predicate<ByteBuffer> loop) {
		this.text = ByteBuffer.allocateDirect(text.length).put(text).clear();
		this.loop = loop;
	}

	@Override
	public long pass() {
		if (!this.loop.test(this.text)) {
			throw new IllegalStateException("A kernel refuses the sample text");
		}
		this.tally.add(this.text.capacity());
		return this.tally.bytes();
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

}
