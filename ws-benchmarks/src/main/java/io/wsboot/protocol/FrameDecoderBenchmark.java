package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Param;

/**
 * The frames of one read through the frame decoders: a server's, which unmasks, and a
 * client's, which need not.
 */
public class FrameDecoderBenchmark extends Comparison {

	@Param("1024")
	int size;

	@Param("true")
	boolean masked;

	@Override
	Contender createOurs() {
		Tally tally = new Tally();
		Role role = this.masked ? Role.SERVER : Role.CLIENT;
		return new OurDecoder(wire(), new CountingFrames(role, tally), tally);
	}

	@Override
	Contender createTheirs() {
		return NettyDecoder.ofFrames(wire(), this.masked);
	}

	private byte[] wire() {
		return SampleFrames.wire(SampleText.ASCII.utf8(this.size), this.masked);
	}

}
