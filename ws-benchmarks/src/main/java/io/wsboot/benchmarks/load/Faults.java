package io.wsboot.benchmarks.load;

import java.util.Locale;

/**
 * What went wrong during a task: how often, and what was first.
 */
final class Faults {

	private long count;

	private String first = "";

	/**
	 * Notes a fault.
	 * @param format what happened, as for {@link String#format}
	 * @param values what it names
	 */
	void add(String format, Object... values) {
		if (this.count++ == 0) {
			this.first = String.format(Locale.ROOT, format, values);
		}
	}

	long count() {
		return this.count;
	}

	String first() {
		return this.first;
	}

}
