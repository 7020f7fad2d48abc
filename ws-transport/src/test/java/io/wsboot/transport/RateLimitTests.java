package io.wsboot.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The buckets are given the time, so every rule is exact.
 */
class RateLimitTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/** As odd as {@code System.nanoTime()} may be. */
	private static final long START = Long.MAX_VALUE - 3 * SECOND;

	private static final ProtocolLimits SMALL = new ProtocolLimits(10, 10, 1);

	@Test
	void withoutLimitsThereIsNothingToAsk() {
		assertThat(of(0, 0, SMALL)).isNull();
		assertThat(RateLimit.of(SessionLimits.NONE.withMaxAge(Duration.ofDays(1)), SMALL, 10, START)).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 1000, 1_000_000 })
	void exactlyASecondsMessagesAreTakenAtOnce(int rate) {
		RateLimit limit = of(rate, 0, SMALL);
		for (int i = 0; i < rate; i++) {
			assertThat(limit.take(1, 1_000_000, START)).isNull();
		}
		assertThat(limit.take(1, 0, START)).isEqualTo(Violation.MESSAGE_RATE);
	}

	@Test
	void exactlyASecondsBytesAreTakenAtOnce() {
		RateLimit limit = of(0, 1000, SMALL);
		assertThat(limit.take(1, 999, START)).isNull();
		assertThat(limit.take(1, 1, START)).isNull();
		assertThat(limit.take(1, 0, START)).isNull();
		assertThat(limit.take(1, 1, START)).isEqualTo(Violation.BYTE_RATE);
	}

	@Test
	void oneMessageOfTheLargestSizeIsAlwaysTaken() {
		ProtocolLimits large = new ProtocolLimits(5000, 5000, 1);
		RateLimit limit = of(0, 1000, large);
		assertThat(limit.take(1, 5000, START)).isNull();
		assertThat(limit.take(1, 1, START)).isEqualTo(Violation.BYTE_RATE);
		assertThat(of(0, 1000, large).take(1, 5001, START)).isEqualTo(Violation.BYTE_RATE);
	}

	@Test
	void chunksOfAMessageWithoutLimitAreTakenReadByRead() {
		ProtocolLimits unlimited = new ProtocolLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1);
		RateLimit limit = RateLimit.of(new SessionLimits(0, 1000, Duration.ZERO), unlimited, 4096, START);
		assertThat(limit.take(0, 4096, START)).isNull();
		assertThat(limit.take(0, 1, START)).isEqualTo(Violation.BYTE_RATE);
	}

	@Test
	void whatWasTakenComesBackWithTime() {
		RateLimit limit = of(10, 0, SMALL);
		for (int i = 0; i < 10; i++) {
			limit.take(1, 0, START);
		}
		assertThat(limit.take(1, 0, START + SECOND / 10)).isNull();
		assertThat(limit.take(1, 0, START + SECOND / 5 - 1)).isEqualTo(Violation.MESSAGE_RATE);
	}

	@Test
	void timeSavesUpNoMoreThanASecond() {
		RateLimit limit = of(2, 0, SMALL);
		long later = START + TimeUnit.DAYS.toNanos(1);
		assertThat(limit.take(2, 0, later)).isNull();
		assertThat(limit.take(1, 0, later)).isEqualTo(Violation.MESSAGE_RATE);
	}

	@Test
	void theRateItselfMayGoOnForEver() {
		RateLimit limit = of(8, 800, SMALL);
		for (int i = 0; i < 8000; i++) {
			assertThat(limit.take(1, 100, START + i * (SECOND / 8))).isNull();
		}
	}

	@Test
	void partsOfAMessageCountAsBytesOnly() {
		RateLimit limit = of(1, 1000, SMALL);
		for (int i = 0; i < 10; i++) {
			assertThat(limit.take(0, 10, START)).isNull();
		}
		assertThat(limit.take(1, 10, START)).isNull();
		assertThat(limit.take(1, 10, START)).isEqualTo(Violation.MESSAGE_RATE);
	}

	private static RateLimit of(long messages, long bytes, ProtocolLimits protocol) {
		return RateLimit.of(new SessionLimits(messages, bytes, Duration.ZERO), protocol, Long.MAX_VALUE, START);
	}

}
