package io.wsboot.protocol;

import java.nio.ByteBuffer;

import io.wsboot.transport.HandlerLoop;

/**
 * Texts that a handler on an event loop returns.
 */
final class HandledTexts implements Contender {

	/** So many that it does not matter that the loop is woken for them. */
	static final int READS = 200;

	private final HandlerLoop loop;

	private final Thread thread;

	private final ByteBuffer text;

	private final Runnable end;

	private final Tally tally = new Tally();

	private long written;

	HandledTexts(HandlerLoop loop, byte[] text, Runnable end) {
		this.loop = loop;
		this.thread = loop.thread();
		this.end = end;
		this.text = ByteBuffer.allocateDirect(text.length).put(text).flip().asReadOnlyBuffer();
	}

	@Override
	public long pass() {
		int each = SampleFrames.batch(this.text.capacity());
		long before = this.written;
		this.written = this.loop.handle(this.text, READS, each);
		for (int i = 0; i < READS * each; i++) {
			this.tally.addUnit();
		}
		this.tally.addBytes((int) (this.written - before));
		return this.written;
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

	@Override
	public Thread thread() {
		return this.thread;
	}

	@Override
	public void release() {
		this.loop.close();
		this.end.run();
	}

}
