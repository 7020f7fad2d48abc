package io.wsboot.transport;

import java.time.Duration;

/**
 * Durations that somebody has set. They are checked apart from the options, which hold
 * defaults of the records that check themselves here: whichever class is used first, all
 * defaults are there.
 */
final class Durations {

	/** Nanoseconds of several such durations can be added. */
	private static final Duration LONGEST = Duration.ofDays(3650);

	private Durations() {
	}

	static void requirePositive(Duration duration, String name) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(name + " must be positive: " + duration);
		}
		requireCountable(duration, name);
	}

	static void requireNotNegative(Duration duration, String name) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative: " + duration);
		}
		requireCountable(duration, name);
	}

	private static void requireCountable(Duration duration, String name) {
		if (duration.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					name + " must not be longer than " + LONGEST.toDays() + " days: " + duration);
		}
	}

}
