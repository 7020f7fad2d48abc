package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Our encoders with a payload that the caller hands over, into a buffer that is used
 * again when it is full: what the transport does while the socket takes everything.
 */
final class OurEncoder implements Contender, ByteSink {

	private final MessageEncoder encoder;

	private final ByteBuffer payload;

	private final int batch;

	private final Tally tally = new Tally();

	private final ByteBuffer cork = ByteBuffer.allocateDirect(2 * ByteSink.FRAGMENT_SIZE);

	private int claimedAt;

	OurEncoder(byte[] payload, boolean masked) {
		this.encoder = MessageEncoder.of(masked ? Role.CLIENT : Role.SERVER);
		this.payload = ByteBuffer.allocateDirect(payload.length).put(payload).flip();
		this.batch = SampleFrames.batch(payload.length);
	}

	@Override
	public long pass() {
		for (int i = this.batch; i > 0; i--) {
			this.encoder.data(this, Opcode.TEXT.code(), this.payload, true, true);
		}
		return this.tally.bytes();
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

	@Override
	public ByteBuffer claim(int size, boolean control) {
		if (this.cork.remaining() < size) {
			this.cork.clear();
		}
		this.claimedAt = this.cork.position();
		return this.cork;
	}

	@Override
	public void write(ByteBuffer claimed) {
		this.tally.add(claimed.position() - this.claimedAt);
	}

	@Override
	public void write(ByteBuffer claimed, ByteBuffer payload) {
		this.tally.add(claimed.position() - this.claimedAt + payload.remaining());
	}

	@Override
	public void writeShared(ByteBuffer frames) {
		throw new IllegalStateException("Nothing was prepared");
	}

	@Override
	public void end() {
		throw new IllegalStateException("Nothing was closed");
	}

}
