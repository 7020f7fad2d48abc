package io.wsboot.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.wsboot.protocol.Kernels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KernelReportTests {

	private static final Kernels.Row ROW = new Kernels.Row("1 KiB", Map.of(), 1, 1024);

	private static final Kernels.Group ONE = new Kernels.Group("One", "Netty", "frame", Object.class, List.of(ROW));

	private static final Kernels.Group OTHER = new Kernels.Group("Other", "naive loop", "text", Object.class,
			List.of(ROW));

	private static final KernelOptions OPTIONS = new KernelOptions(false, 3, List.of(Path.of("java")), "", null);

	@Test
	void aRowHasTheMediansAndTheRangeOfTheRatio() {
		KernelResults results = new KernelResults();
		add(results, ONE, 100, 300);
		add(results, ONE, 128, 512);
		add(results, ONE, 200, 500);
		assertThat(report(results, ONE)).contains("\n### JDK\n", "\n**One**, ours and Netty, per frame\n",
				"\n| 1 KiB | 128 | 500 | **3.0** (2.5 to 4.0) | 8.0 | 0.0 | 24.0 |\n");
	}

	@Test
	void twoComparisonsWithTheSameRowDoNotMix() {
		KernelResults results = new KernelResults();
		add(results, ONE, 10, 20);
		add(results, OTHER, 512, 512);
		assertThat(report(results, ONE, OTHER)).contains(
				"\n| 1 KiB | 10.0 | 20.0 | **2.0** (2.0 to 2.0) | 102 | 0.0 | 24.0 |\n",
				"\n| 1 KiB | 512 | 512 | **1.0** (1.0 to 1.0) | 2.0 | 0.0 | 24.0 |\n");
	}

	@Test
	void aSlowRateKeepsTwoDigits() {
		KernelResults results = new KernelResults();
		add(results, ONE, 10_240, 10_240);
		assertThat(report(results, ONE)).contains("| 10240 | 10240 | **1.0** (1.0 to 1.0) | 0.10 |");
	}

	@Test
	void twoRoundsHaveTheMeanAsTheirMiddle() {
		KernelResults results = new KernelResults();
		add(results, ONE, 100, 100);
		add(results, ONE, 300, 300);
		assertThat(report(results, ONE)).contains("\n| 1 KiB | 200 | 200 | **1.0**");
	}

	private static void add(KernelResults results, Kernels.Group group, double ours, double theirs) {
		results.add(group.cases().get(0),
				new Pair(new Measurement(ours, 0, "JDK"), new Measurement(theirs, 24, "JDK")));
	}

	private static String report(KernelResults results, Kernels.Group... groups) {
		return new KernelReport(OPTIONS, List.of(groups), 0.5).write(List.of(results));
	}

}
