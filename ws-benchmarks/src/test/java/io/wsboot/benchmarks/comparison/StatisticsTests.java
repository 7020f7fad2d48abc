package io.wsboot.benchmarks.comparison;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StatisticsTests {

	@Test
	void theMiddleOfAnOddNumberIsOneOfThem() {
		assertThat(Statistics.of(List.of(9, 1, 4), Integer::doubleValue)).isEqualTo(new Statistics(1, 4, 9));
	}

	@Test
	void theMiddleOfAnEvenNumberIsBetweenTwo() {
		assertThat(Statistics.of(List.of(9, 1, 4, 6), Integer::doubleValue)).isEqualTo(new Statistics(1, 5, 9));
	}

	@Test
	void nothingHasNoMiddle() {
		assertThatIllegalArgumentException().isThrownBy(() -> Statistics.of(List.<Integer>of(), Integer::doubleValue));
	}

}
