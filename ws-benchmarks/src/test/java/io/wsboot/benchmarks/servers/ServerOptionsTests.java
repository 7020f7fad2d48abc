package io.wsboot.benchmarks.servers;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A server takes a port and nothing else.
 */
class ServerOptionsTests {

	@Test
	void thePortIsTakenAsGiven() {
		assertThat(ServerOptions.parse(List.of("--port=8099")).port()).isEqualTo(8099);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "-1", "65536" })
	void whatIsNoPortIsRefusedByName(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.parse(List.of("--port=" + value)))
			.withMessage("--port must be a number from 0 to 65535, not '" + value + "'");
	}

	@Test
	void loopsLookAgainForMicroseconds() {
		assertThat(ServerOptions.parse(List.of("--spin=40", "--port=1")).spin()).isEqualTo(Duration.ofNanos(40_000));
		assertThat(ServerOptions.parse(List.of("--port=1")).spin()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.parse(List.of("--port=1", "--spin=1001")))
			.withMessage("--spin must be a number from 0 to 1000, not '1001'");
	}

	@Test
	void aPortIsRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.parse(List.of()))
			.withMessage("A server takes --port=N, and --spin=MICROSECONDS, not []");
	}

}
