package io.wsboot.benchmarks;

import java.nio.file.Path;

import io.wsboot.protocol.Kernels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One short measurement the whole way: a process of its own on a thread like Netty's.
 */
class KernelProcessTests {

	private final KernelProcess process = new KernelProcess(true,
			Path.of(System.getProperty("java.home"), "bin", "java"));

	@Test
	void bothSidesOfACaseAreMeasured() throws Exception {
		Kernels.Case decoder = Kernels.ALL.get(0).cases().get(0);
		Measurement ours = this.process.measure(decoder, "ours");
		Measurement theirs = this.process.measure(decoder, "theirs");
		assertThat(ours.nanos()).isPositive();
		assertThat(theirs.nanos()).isPositive();
		assertThat(ours.allocated()).as("what a frame of ours allocates").isLessThan(1);
		assertThat(theirs.allocated()).as("Netty's frame object").isGreaterThan(1);
		assertThat(ours.vm()).contains(System.getProperty("java.vm.version"));
	}

}
