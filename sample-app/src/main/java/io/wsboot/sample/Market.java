package io.wsboot.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Made-up shares whose prices walk at random, the same walk for the same seed. Confined
 * to one thread.
 */
final class Market {

	/** The standard deviation of one step, as a part of the opening price. */
	private static final double STEP = 0.002;

	/** How strongly a price is drawn back, so that it stays near its opening. */
	private static final double PULL = 0.005;

	private final Random random;

	private final List<Share> shares = List.of(new Share("ALDER", 118.40), new Share("BIRCH", 42.15),
			new Share("CEDAR", 9.87), new Share("ELM", 301.22), new Share("HAZEL", 77.05), new Share("LARCH", 15.60),
			new Share("ROWAN", 221.90), new Share("WILLOW", 164.33));

	Market(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Moves every price one step.
	 * @return the new prices
	 */
	List<Tick> move() {
		List<Tick> ticks = new ArrayList<>(this.shares.size());
		for (Share share : this.shares) {
			ticks.add(share.move(this.random.nextGaussian()));
		}
		return ticks;
	}

	private static final class Share {

		private final String symbol;

		private final double opening;

		/** How far the price is from its opening, as a part of that. */
		private double distance;

		Share(String symbol, double opening) {
			this.symbol = symbol;
			this.opening = opening;
		}

		Tick move(double step) {
			this.distance += STEP * step - PULL * this.distance;
			double price = cents(this.opening * (1 + this.distance));
			return new Tick(this.symbol, price, cents(price - this.opening));
		}

		private static double cents(double value) {
			return Math.round(value * 100) / 100.0;
		}

	}

}
