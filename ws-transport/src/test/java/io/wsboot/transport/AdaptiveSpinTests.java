package io.wsboot.transport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdaptiveSpinTests {

	private final AdaptiveSpin spin = new AdaptiveSpin(50_000);

	@Test
	void nobodyLooksAgainUnlessAskedTo() {
		AdaptiveSpin none = new AdaptiveSpin(0);
		none.slept(0);
		assertThat(none.isWorthIt()).isFalse();
	}

	@Test
	void itEndsAfterAFewTimesInVain() {
		assertThat(timesUntilItEnds()).isEqualTo(8);
	}

	@Test
	void findingWorkKeepsItUp() {
		for (int i = 0; i < 100; i++) {
			this.spin.looked(i % 7 == 0);
			assertThat(this.spin.isWorthIt()).isTrue();
		}
	}

	@Test
	void aShortSleepBringsItBackAndALongOneDoesNot() {
		timesUntilItEnds();
		this.spin.slept(50_000);
		assertThat(this.spin.isWorthIt()).isFalse();
		this.spin.slept(49_999);
		assertThat(this.spin.isWorthIt()).isTrue();
		assertThat(timesUntilItEnds()).isEqualTo(1);
	}

	@Test
	void shortSleepsAreNotSavedUp() {
		for (int i = 0; i < 100; i++) {
			this.spin.slept(1);
		}
		assertThat(timesUntilItEnds()).isEqualTo(8);
	}

	@Test
	void itLastsAsLongAsItWasSet() {
		assertThat(this.spin.until(1000)).isEqualTo(51_000);
	}

	private int timesUntilItEnds() {
		int times = 0;
		while (this.spin.isWorthIt()) {
			this.spin.looked(false);
			times++;
			assertThat(times).isLessThan(100);
		}
		return times;
	}

}
