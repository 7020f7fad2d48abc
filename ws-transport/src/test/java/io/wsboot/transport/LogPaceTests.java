package io.wsboot.transport;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogPaceTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/** As odd as {@code System.nanoTime()} may be. */
	private long nanoTime = Long.MAX_VALUE - SECOND / 2;

	private final LogPace pace = new LogPace(() -> this.nanoTime);

	@Test
	void theFirstLineIsGranted() {
		assertThat(this.pace.turn()).isZero();
	}

	@Test
	void oneLineASecondIsGrantedAndTheOthersAreCounted() {
		this.pace.turn();
		this.nanoTime += SECOND - 1;
		assertThat(this.pace.turn()).isEqualTo(LogPace.SILENT);
		assertThat(this.pace.turn()).isEqualTo(LogPace.SILENT);
		this.nanoTime++;
		assertThat(this.pace.turn()).isEqualTo(2);
		assertThat(this.pace.turn()).isEqualTo(LogPace.SILENT);
		this.nanoTime += SECOND;
		assertThat(this.pace.turn()).isEqualTo(1);
	}

	@Test
	void aLineSaysHowManyWereLeftOut() {
		assertThat(LogPace.behind(0)).isEmpty();
		assertThat(LogPace.behind(2)).contains("2");
	}

}
