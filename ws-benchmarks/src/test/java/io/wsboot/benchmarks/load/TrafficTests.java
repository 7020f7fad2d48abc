package io.wsboot.benchmarks.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TrafficTests {

	@Test
	void everyKeyIsTaken() {
		Fields line = Fields.parse("echo connections=3 size=20 pipeline=4 type=binary warmup=0.5 time=2 spin=no");
		assertThat(Traffic.of(line)).isEqualTo(new Traffic(3, 20, 4, true, 0.5, 2, false));
	}

	@ParameterizedTest
	@CsvSource({ "size=15, 'size must be from 16 to 16777216, but is 15'",
			"connections=0, 'connections must be from 1 to 60000, but is 0'",
			"pipeline=1025, 'pipeline must be from 1 to 1024, but is 1025'",
			"type=json, 'type must be text or binary, but is ''json'''",
			"spin=maybe, 'spin must be yes or no, but is ''maybe'''" })
	void whatCannotBeSentIsNamed(String field, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Traffic.of(Fields.parse("echo " + field)))
			.withMessage(message);
	}

}
