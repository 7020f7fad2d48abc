package io.wsboot.sample;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MarketTests {

	@Test
	void theSameSeedMakesTheSameWalk() {
		Market one = new Market(1);
		Market same = new Market(1);
		Market other = new Market(2);
		for (int i = 0; i < 100; i++) {
			assertThat(one.move()).isEqualTo(same.move()).isNotEqualTo(other.move());
		}
	}

	@Test
	void changesAreCountedFromOnePriceAtTheOpening() {
		Market market = new Market(3);
		List<Double> openings = openings(market.move());
		for (int i = 0; i < 100; i++) {
			List<Double> now = openings(market.move());
			for (int share = 0; share < now.size(); share++) {
				assertThat(now.get(share)).isCloseTo(openings.get(share), within(0.0001));
			}
		}
	}

	@Test
	void pricesStayNearTheOpeningForWeeks() {
		Market market = new Market(4);
		double farthest = 0;
		for (int second = 0; second < 2_000_000; second++) {
			for (Tick tick : market.move()) {
				farthest = Math.max(farthest, Math.abs(tick.change()) / (tick.price() - tick.change()));
			}
		}
		assertThat(farthest).isBetween(0.02, 0.3);
	}

	private static List<Double> openings(List<Tick> ticks) {
		return ticks.stream().map((tick) -> tick.price() - tick.change()).toList();
	}

}
