package io.wsboot.benchmarks.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A server takes a port, and what else it is told.
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
			.withMessage("A server takes --port=N, --spin=MICROSECONDS, --tls=KEYSTORE and --deflate=LEVEL, "
					+ "the port always, not []");
	}

	@Test
	void bytesArePlainUnlessItIsToldOtherwise() {
		ServerOptions plain = ServerOptions.parse(List.of("--port=1"));
		assertThat(plain.tls()).isNull();
		assertThat(plain.deflate()).isZero();
		ServerOptions other = ServerOptions.parse(List.of("--port=1", "--tls=some/keys", "--deflate=6"));
		assertThat(other.tls()).isEqualTo(Path.of("some/keys"));
		assertThat(other.deflate()).isEqualTo(6);
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.parse(List.of("--port=1", "--deflate=10")))
			.withMessage("--deflate must be a number from 0 to 9, not '10'");
	}

}
