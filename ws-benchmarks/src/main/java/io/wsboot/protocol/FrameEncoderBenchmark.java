package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Param;

/**
 * Text messages, each into one frame: a client's, which is masked, and a server's.
 */
public class FrameEncoderBenchmark extends Comparison {

	@Param("1024")
	int size;

	@Param("true")
	boolean masked;

	@Override
	Contender createOurs() {
		return new OurEncoder(SampleText.ASCII.utf8(this.size), this.masked);
	}

	@Override
	Contender createTheirs() {
		return new NettyEncoder(SampleText.ASCII.utf8(this.size), this.masked);
	}

}
