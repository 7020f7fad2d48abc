package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clock is given the time, so every rule is exact.
 */
class LoopClockTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/** As odd as {@code System.nanoTime()} may be. */
	private static final long START = Long.MAX_VALUE - 5 * SECOND;

	private final List<Long> gaps = new ArrayList<>();

	private long nanoTime = START;

	private final LoopClock clock = new LoopClock(() -> this.nanoTime, this.gaps::add);

	@Test
	void timeRunsWhileTheLoopDoes() {
		pass(SECOND, true);
		pass(2 * SECOND, true);
		assertThat(passed()).isEqualTo(3 * SECOND);
		assertThat(this.clock.read()).isEqualTo(this.clock.now());
		assertThat(this.gaps).isEmpty();
	}

	@Test
	void nothingIsSkippedBetweenPasses() {
		this.nanoTime += 3 * SECOND;
		assertThat(this.clock.now()).isEqualTo(START);
		assertThat(this.clock.read()).isEqualTo(START + 3 * SECOND);
	}

	@Test
	void moreThanTwoSecondsAreSkippedAndTold() {
		pass(2 * SECOND + 1, true);
		assertThat(passed()).isZero();
		assertThat(this.clock.read()).isEqualTo(this.clock.now());
		assertThat(this.gaps).containsExactly(2 * SECOND + 1);
		pass(SECOND, true);
		assertThat(passed()).isEqualTo(SECOND);
	}

	@Test
	void aLoopThatWaitsForNothingMaySleepAsLongAsItLikes() {
		pass(1000 * SECOND, false);
		assertThat(passed()).isEqualTo(1000 * SECOND);
		assertThat(this.gaps).isEmpty();
	}

	@Test
	void aGapIsGrantedOnceInTenSeconds() {
		pass(3 * SECOND, true);
		for (int i = 0; i < 4; i++) {
			pass(3 * SECOND, true);
		}
		assertThat(passed()).as("four of five passed").isEqualTo(12 * SECOND);
		pass(3 * SECOND, true);
		assertThat(passed()).as("the sixth is granted").isEqualTo(12 * SECOND);
		assertThat(this.gaps).containsExactly(3 * SECOND, 3 * SECOND);
	}

	@Test
	void exactlyTenSecondsLaterAGapIsGrantedAgain() {
		pass(3 * SECOND, true);
		for (int i = 0; i < 10; i++) {
			pass(SECOND, true);
		}
		pass(3 * SECOND, true);
		assertThat(this.gaps).hasSize(2);
	}

	@Test
	void aLoopThatIsAlwaysLateStillMeetsItsDeadlines() {
		for (int i = 0; i < 10; i++) {
			pass(60 * SECOND, true);
		}
		assertThat(passed()).isEqualTo(5 * 60 * SECOND);
	}

	private void pass(long nanos, boolean waiting) {
		this.nanoTime += nanos;
		this.clock.refresh(waiting);
	}

	private long passed() {
		return this.clock.now() - START;
	}

}
