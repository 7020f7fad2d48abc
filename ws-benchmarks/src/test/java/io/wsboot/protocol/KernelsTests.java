package io.wsboot.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each case does the same work on both sides; without this, benchmarks rot.
 */
class KernelsTests {

	private static final int PASSES = 5;

	@ParameterizedTest
	@MethodSource("cases")
	void bothSidesDoTheSameWork(Kernels.Case kernel) throws Exception {
		Comparison comparison = comparison(kernel);
		Usage usage = new Usage();
		comparison.setUp();
		for (int i = 0; i < PASSES; i++) {
			comparison.ours(usage);
			comparison.theirs(usage);
		}
		Tally ours = comparison.ourTally();
		Tally theirs = comparison.theirTally();
		comparison.tearDown();
		assertThat(usage.passes).isEqualTo(2 * PASSES);
		assertThat(ours.units()).isEqualTo((long) PASSES * kernel.row().batch());
		assertThat(ours.bytes()).isGreaterThanOrEqualTo(ours.units() * kernel.row().size());
		assertThat(theirs.units()).isEqualTo(ours.units());
		assertThat(theirs.bytes()).isEqualTo(ours.bytes());
	}

	@Test
	void jmhKnowsEachComparison() throws IOException {
		try (InputStream list = BenchmarkList.class.getResourceAsStream(BenchmarkList.BENCHMARK_LIST)) {
			assertThat(list).isNotNull();
			String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(Kernels.ALL).allSatisfy((group) -> assertThat(text).contains(group.benchmark().getName()));
		}
	}

	static Stream<Kernels.Case> cases() {
		return Kernels.ALL.stream().flatMap((group) -> group.cases().stream());
	}

	private static Comparison comparison(Kernels.Case kernel) throws ReflectiveOperationException {
		Comparison comparison = (Comparison) kernel.group().benchmark().getConstructor().newInstance();
		for (Map.Entry<String, String> parameter : kernel.row().parameters().entrySet()) {
			Field field = kernel.group().benchmark().getDeclaredField(parameter.getKey());
			field.set(comparison, value(field.getType(), parameter.getValue()));
		}
		return comparison;
	}

	private static Object value(Class<?> type, String text) {
		if (type == int.class) {
			return Integer.valueOf(text);
		}
		return (type == boolean.class) ? Boolean.valueOf(text) : SampleText.valueOf(text);
	}

}
