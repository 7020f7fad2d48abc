package io.wsboot.spring.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Which of many entries are wanted.
 *
 * @param page the number of the page, from 0
 * @param size how many entries it has at most
 */
record PageRequest(int page, int size) {

	private static final int USUAL_SIZE = 50;

	private static final int MOST = 500;

	/** No page begins behind this entry, so that no number is too large. */
	private static final int LAST = 10_000_000;

	/**
	 * Checks what somebody asks for.
	 * @param page {@code null} for the first
	 * @param size {@code null} for 50
	 * @throws InvalidEndpointRequestException if one of them is out of its range
	 */
	static PageRequest of(@Nullable Integer page, @Nullable Integer size) {
		int entries = (size != null) ? size : USUAL_SIZE;
		int number = (page != null) ? page : 0;
		if (entries < 1 || entries > MOST) {
			throw new InvalidEndpointRequestException(
					"The parameter 'size' must be from 1 to " + MOST + ", not " + entries,
					"size must be from 1 to " + MOST);
		}
		if (number < 0 || number > LAST / entries) {
			throw new InvalidEndpointRequestException(
					"The parameter 'page' must be from 0 to " + LAST / entries + ", not " + number,
					"page must be from 0 to " + LAST / entries);
		}
		return new PageRequest(number, entries);
	}

	/**
	 * How many entries are on the pages before this one.
	 */
	int first() {
		return this.page * this.size;
	}

}
