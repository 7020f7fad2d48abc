package io.wsboot.benchmarks.comparison;

import io.wsboot.benchmarks.comparison.Findings.Finding;
import io.wsboot.benchmarks.load.Fields;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FindingsTests {

	private final Results results = new Results();

	@Test
	void nothingIsFoundWhereNothingWasMeasured() {
		assertThat(Findings.of(this.results)).isEmpty();
		measured(Scenario.I, "ours-loop", 100, 1, 1);
		measured(Scenario.A, "ours-loop", 100, 1, 1);
		measured(Scenario.N, "ours-loop", 100, 1, 1);
		measured(Scenario.N, "raw", 100, 1, 1);
		assertThat(Findings.of(this.results)).isEmpty();
	}

	@Test
	void encryptedAndCompressedWeAreComparedWithTheBestNettyOfEachKind() {
		measured(Scenario.I, "ours-loop", 100, 2, 1);
		measured(Scenario.I, "netty-nio", 50, 3, 1);
		measured(Scenario.I, "netty-epoll", 40, 1, 1);
		measured(Scenario.I, "netty-nio-frames", 200, 4, 1);
		measured(Scenario.M, "ours-loop", 10, 1, 1);
		measured(Scenario.M, "netty-epoll", 5, 2, 1);
		String encrypted = "i, " + Scenario.I.title() + ": ";
		String compressed = "m, " + Scenario.M.title() + ": ";
		assertThat(Findings.of(this.results)).containsExactly(
				new Finding(encrypted + "messages a second", "netty-nio", 2),
				new Finding(encrypted + "processor time", "netty-epoll", 0.5),
				new Finding(encrypted + "messages a second", "netty-nio-frames", 0.5),
				new Finding(encrypted + "processor time", "netty-nio-frames", 2),
				new Finding(compressed + "messages a second", "netty-epoll", 2),
				new Finding(compressed + "processor time", "netty-epoll", 2));
	}

	@Test
	void theSlowestThousandthIsComparedWithThePeerThatHasTheLeast() {
		measured(Scenario.A, "raw", 100, 1, 1);
		measured(Scenario.A, "ours-loop", 100, 1, 4);
		measured(Scenario.A, "jetty", 1, 9, 2);
		measured(Scenario.A, "netty-nio", 100, 1, 3);
		assertThat(Findings.of(this.results))
			.containsExactly(new Finding("slowest thousandth (p99.9) in a", "jetty", 0.5));
	}

	@Test
	void growthIsComparedWithThatOfTheRawEcho() {
		measured(Scenario.N, "raw", 100, 2, 1);
		measured(Scenario.O, "raw", 100, 3, 1);
		measured(Scenario.N, "ours-loop", 100, 4, 1);
		measured(Scenario.O, "ours-loop", 100, 8, 1);
		assertThat(Findings.of(this.results))
			.containsExactly(new Finding("growth of the processor time from n to o", "raw", 0.75));
	}

	/**
	 * A measurement of a million messages, so that seconds are microseconds of each.
	 */
	private void measured(Scenario scenario, String server, double rate, double cost, double p999) {
		this.results.add(scenario, server,
				Sample.of(new Fields("echo").with("rate", rate)
					.with("messages", 1_000_000)
					.with("user", cost)
					.with("p999", p999)
					.with("faults", 0)));
	}

}
