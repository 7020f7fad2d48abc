package io.wsboot.transport;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Places of which everybody may have so many. Only those are remembered who have one, so
 * that this never takes more memory than the places do. Thread-safe; nobody waits.
 *
 * @param <K> who has places
 */
final class CountedPlaces<K> {

	private final int max;

	private final ConcurrentHashMap<K, Integer> taken = new ConcurrentHashMap<>();

	/**
	 * Places that nobody has.
	 * @param max how many each may have; 0 for any number, and then nobody is counted
	 */
	CountedPlaces(int max) {
		this.max = max;
	}

	/**
	 * Whether anything is counted.
	 * @return {@code false} if everybody gets a place
	 */
	boolean isLimited() {
		return this.max > 0;
	}

	/**
	 * Takes a place.
	 * @param who whose
	 * @return {@code false} if there is none left
	 */
	boolean take(K who) {
		while (this.max > 0) {
			Integer before = this.taken.putIfAbsent(who, 1);
			if (before == null) {
				return true;
			}
			if (before >= this.max) {
				return false;
			}
			if (this.taken.replace(who, before, before + 1)) {
				return true;
			}
		}
		return true;
	}

	/**
	 * Gives a place back.
	 * @param who who has taken it
	 */
	void giveBack(K who) {
		this.taken.computeIfPresent(who, (key, before) -> (before > 1) ? before - 1 : null);
	}

	/**
	 * How many are remembered.
	 * @return the count
	 */
	int size() {
		return this.taken.size();
	}

}
