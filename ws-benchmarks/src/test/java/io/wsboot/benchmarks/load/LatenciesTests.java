package io.wsboot.benchmarks.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LatenciesTests {

	@Test
	void percentilesAreExactToAPerCent() {
		Latencies latencies = new Latencies();
		for (int micros = 1; micros <= 10_000; micros++) {
			latencies.record(micros * 1000L);
		}
		Fields result = described(latencies);
		assertThat(result.number("p50")).isCloseTo(5000, within(50.0));
		assertThat(result.number("p99")).isCloseTo(9900, within(99.0));
		assertThat(result.number("p999")).isCloseTo(9990, within(100.0));
		assertThat(result.number("max")).isCloseTo(10_000, within(100.0));
	}

	@Test
	void messagesThatCameTogetherCountEach() {
		Latencies latencies = new Latencies();
		for (int i = 0; i < 98; i++) {
			latencies.record(1_000);
		}
		latencies.record(500_000);
		latencies.record(500_000);
		Fields result = described(latencies);
		assertThat(result.number("p50")).isCloseTo(1, within(0.01));
		assertThat(result.number("p99")).isCloseTo(500, within(5.0));
	}

	@Test
	void nothingOfAnEarlierMeasurementRemains() {
		Latencies latencies = new Latencies();
		latencies.record(1_000_000);
		latencies.clear();
		latencies.record(1_000);
		assertThat(described(latencies).number("max")).isCloseTo(1, within(0.01));
	}

	private static Fields described(Latencies latencies) {
		Fields result = new Fields("echo");
		latencies.describe(result);
		return result;
	}

}
