package io.wsboot.transport;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Takes a random part off a time, so that what began together does not go on together.
 */
final class Jitter {

	private Jitter() {
	}

	/**
	 * Takes off up to a tenth.
	 * @param nanos a time
	 * @return from 90 % to all of it
	 */
	static long tenth(long nanos) {
		return nanos - random(nanos / 10);
	}

	/**
	 * Takes off up to a quarter.
	 * @param nanos a time
	 * @return from 75 % to all of it
	 */
	static long quarter(long nanos) {
		return nanos - random(nanos / 4);
	}

	private static long random(long most) {
		return ThreadLocalRandom.current().nextLong(most + 1);
	}

}
