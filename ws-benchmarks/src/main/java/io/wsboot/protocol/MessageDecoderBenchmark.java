package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Param;

/**
 * The text messages of one read as a server takes them: unmasked, joined and validated.
 */
public class MessageDecoderBenchmark extends Comparison {

	@Param("1024")
	int size;

	@Param("ASCII")
	SampleText text = SampleText.ASCII;

	@Override
	Contender createOurs() {
		Tally tally = new Tally();
		ProtocolSettings settings = ProtocolSettings.of(Role.SERVER, ProtocolLimits.DEFAULTS);
		FrameDecoder messages = new MessageDecoder(settings, new CountingMessages(tally), BufferSource.HEAP);
		return new OurDecoder(wire(), messages, tally);
	}

	@Override
	Contender createTheirs() {
		return NettyDecoder.ofValidText(wire(), true);
	}

	private byte[] wire() {
		return SampleFrames.wire(this.text.utf8(this.size), true);
	}

}
