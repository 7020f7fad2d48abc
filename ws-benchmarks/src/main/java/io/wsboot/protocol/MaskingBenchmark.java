package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Param;

/**
 * Unmasking text in a direct buffer, against a loop over its bytes. Both also look for
 * what is not ASCII.
 */
public class MaskingBenchmark extends Comparison {

	private static final int KEY = 0x04_03_02_01;

	@Param("1024")
	int size;

	@Override
	Contender createOurs() {
		return new Kernel(text(), (text) -> Masking.isAscii(Masking.unmask(text, 0, text.capacity(), KEY)));
	}

	@Override
	Contender createTheirs() {
		return new Kernel(text(), NaiveKernels::unmask);
	}

	private byte[] text() {
		return SampleText.ASCII.utf8(this.size);
	}

}
