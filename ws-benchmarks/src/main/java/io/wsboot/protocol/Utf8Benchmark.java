package io.wsboot.protocol;

import org.openjdk.jmh.annotations.Param;

/**
 * Validating UTF-8 in a direct buffer, against a loop that looks at one byte after the
 * other.
 */
public class Utf8Benchmark extends Comparison {

	@Param("1024")
	int size;

	@Param("ASCII")
	SampleText text = SampleText.ASCII;

	@Override
	Contender createOurs() {
		return new Kernel(this.text.utf8(this.size), (buffer) -> Utf8Validator.isValid(buffer, 0, buffer.capacity()));
	}

	@Override
	Contender createTheirs() {
		return new Kernel(this.text.utf8(this.size), NaiveKernels::isValidUtf8);
	}

}
