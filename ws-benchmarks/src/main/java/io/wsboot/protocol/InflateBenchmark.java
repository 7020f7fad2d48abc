package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Param;

/**
 * The compressed messages of one read through a client's frame decoder and what inflates
 * them. They are binary, so that no side validates text.
 */
public class InflateBenchmark extends Comparison {

	@Param("1024")
	int size;

	@Param("true")
	boolean takeover;

	@Override
	Contender createOurs() {
		Tally tally = new Tally();
		ProtocolSettings settings = new ProtocolSettings(Role.CLIENT, ProtocolLimits.DEFAULTS, false,
				OurDeflater.agree(this.takeover));
		FrameDecoder messages = new MessageDecoder(settings, new CountingMessages(tally), new OneBuffer());
		return new OurDecoder(wire(), messages, tally);
	}

	@Override
	Contender createTheirs() {
		return NettyDecoder.ofCompressed(wire(), this.takeover);
	}

	private byte[] wire() {
		OurDeflater deflater = new OurDeflater(SampleJson.messages(this.size), this.takeover);
		byte[] wire = deflater.wire();
		deflater.release();
		return wire;
	}

}
