package io.wsboot.benchmarks.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.wsboot.benchmarks.load.Fields;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContestReportTests {

	private final Results results = new Results();

	@Test
	void aRateIsTheMiddleOfItsRoundsAndAShareOfTheRawEcho() throws Exception {
		rates(Scenario.A, "raw", 200, 100, 300);
		rates(Scenario.A, "ours-loop", 150, 50, 180);
		assertThat(written("a")).contains("| raw | 200 · 1.00 |", "| ours-loop | 150 · 0.75 |",
				"| ours-loop | 150 | 50.0 to 180 | 0.75 | – | 2000.00 | 10 | 20 | 1 | 2 | 3 | 70 | 50 | 0 |");
	}

	@Test
	void nettyIsTheOneWithEpollIfThatWasMeasured() throws Exception {
		rates(Scenario.B, "netty-nio", 100);
		rates(Scenario.B, "raw", 100);
		assertThat(written("b")).contains("| of netty-nio |");
		rates(Scenario.B, "netty-epoll", 50);
		assertThat(written("b")).contains("| of netty-epoll |").contains("| 1.00 | 2.00 |");
	}

	@Test
	void faultsAndFailuresAreTold() throws Exception {
		this.results.add(Scenario.A, "raw", Sample.of(result(10).with("faults", 2).with("first-fault", "it broke")));
		this.results.fail("ours-loop did not start");
		assertThat(written("a")).contains("**Not measured:** ours-loop did not start",
				"The first fault of raw: it broke");
		assertThat(this.results.faults()).isEqualTo(2);
	}

	@Test
	void memoryIsCountedForEachConnection() throws Exception {
		List<IdleSample.Step> steps = List.of(new IdleSample.Step(0, 1_000, 10_000),
				new IdleSample.Step(10, 2_000, 30_000), new IdleSample.Step(20, 5_000, 32_000));
		this.results.add("ours-loop", new IdleSample(steps, new IdleSample.Step(20, 9_000, 40_000), 0));
		assertThat(written("g")).contains("| ours-loop | 20 | 200 | 400 | 200 | 0 |");
	}

	@Test
	void ratesHaveThreeDigits() {
		assertThat(List.of(ContestReport.rate(7.125), ContestReport.rate(999), ContestReport.rate(12_345),
				ContestReport.rate(4_610_000)))
			.containsExactly("7.13", "999", "12.3 k", "4.61 M");
	}

	private void rates(Scenario scenario, String server, double... rates) {
		for (double rate : rates) {
			this.results.add(scenario, server, Sample.of(result(rate)));
		}
	}

	private static Fields result(double rate) {
		return new Fields("echo").with("rate", rate)
			.with("messages", 150)
			.with("seconds", 1)
			.with("user", 0.1)
			.with("system", 0.2)
			.with("core", 1)
			.with("generator", 0.5)
			.with("p50", 1)
			.with("p99", 2)
			.with("p999", 3)
			.with("faults", 0);
	}

	private String written(String scenarios) throws Exception {
		ContestOptions options = ContestArguments.parse(List.of("--scenarios", scenarios));
		List<Contestant> contestants = new ArrayList<>();
		for (String name : List.of("raw", "ours-loop", "netty-nio", "netty-epoll")) {
			contestants.add(new Contestant(name, "a server",
					Map.of(Scenario.Mode.IDLE, List.of(options.jvm().java().toString())), false, options.jvm().java(),
					""));
		}
		return new ContestReport(options, contestants, new Cores(true, false), 1.5).write(this.results);
	}

}
