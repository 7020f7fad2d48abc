package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Our decoders, as a loop feeds them: from a direct buffer that a read has filled.
 */
final class OurDecoder implements Contender {

	private final ByteBuffer read;

	private final FrameDecoder decoder;

	private final Tally tally;

	OurDecoder(byte[] wire, FrameDecoder decoder, Tally tally) {
		this.read = ByteBuffer.allocateDirect(wire.length).put(wire);
		this.decoder = decoder;
		this.tally = tally;
	}

	@Override
	public long pass() throws ProtocolException {
		ByteBuffer in = this.read.clear();
		while (in.hasRemaining()) {
			this.decoder.decode(in);
		}
		return this.tally.bytes();
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

}
