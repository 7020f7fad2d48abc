package io.wsboot.protocol;

/**
 * What a {@link Contender} has done. Both sides of a comparison must come to the same
 * figures.
 */
final class Tally {

	private long units;

	private long bytes;

	void add(int length) {
		addUnit();
		addBytes(length);
	}

	void addUnit() {
		this.units++;
	}

	void addBytes(int length) {
		this.bytes += length;
	}

	/**
	 * How many frames, messages or texts.
	 */
	long units() {
		return this.units;
	}

	/**
	 * The bytes in all of them.
	 */
	long bytes() {
		return this.bytes;
	}

}
