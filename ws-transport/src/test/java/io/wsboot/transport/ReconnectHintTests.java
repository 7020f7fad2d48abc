package io.wsboot.transport;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.wsboot.protocol.CloseStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When to come back, as the close reason says it.
 */
class ReconnectHintTests {

	@ParameterizedTest
	@CsvSource({ "going-away; retry-after=3, 3", "shed; retry-after=0, 0", "x; retry-after=999999999, 999999999" })
	void theSecondsBehindTheReasonAreRead(String reason, long seconds) {
		assertThat(ReconnectHint.of(CloseStatus.of(1001, reason))).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "going-away", "retry-after=3", "x; retry-after=", "x; retry-after=-1",
			"x; retry-after=1.5", "x; retry-after=1 s", "x; retry-after=٣", "x; retry-after=1000000000" })
	void whatIsNoNumberOfSecondsIsNoHint(String reason) {
		assertThat(ReconnectHint.of(CloseStatus.of(1001, reason))).isNull();
	}

	@Test
	void peersAreGivenDifferentTimes() {
		Set<Duration> given = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			CloseStatus goodbye = Closes.SERVER_GOING_AWAY.get();
			assertThat(goodbye.code()).isEqualTo(1001);
			assertThat(goodbye.reason()).startsWith("going-away; ");
			given.add(ReconnectHint.of(goodbye));
		}
		assertThat(given).containsExactlyInAnyOrder(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3),
				Duration.ofSeconds(4), Duration.ofSeconds(5));
	}

}
