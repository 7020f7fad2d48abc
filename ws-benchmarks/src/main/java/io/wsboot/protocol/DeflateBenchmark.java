package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Param;

/**
 * Deflating JSON messages one after the other, without framing them.
 */
public class DeflateBenchmark extends Comparison {

	@Param("1024")
	int size;

	@Param("true")
	boolean takeover;

	@Override
	Contender createOurs() {
		return new OurDeflater(SampleJson.messages(this.size), this.takeover);
	}

	@Override
	Contender createTheirs() {
		return new NettyDeflater(SampleJson.messages(this.size), this.takeover);
	}

}
