package io.wsboot.protocol.http;

/**
 * How large a head may be.
 *
 * @param maxRequestLine bytes of the request or status line, its line end not counted; at
 * least 16
 * @param maxHeadSize bytes of the whole head, line ends and the blank line included; at
 * least {@code maxRequestLine}
 * @param maxFields number of fields; at least 1
 */
public record HeadLimits(int maxRequestLine, int maxHeadSize, int maxFields) {

	/**
	 * 8 KiB, 64 KiB, 100 fields.
	 */
	public static final HeadLimits DEFAULTS = new HeadLimits(8 * 1024, 64 * 1024, 100);

	private static final int SHORTEST_LINE = 16;

	/**
	 * Checks the limits against each other.
	 * @param maxRequestLine as above
	 * @param maxHeadSize as above
	 * @param maxFields as above
	 * @throws IllegalArgumentException if one is out of range; the message names it
	 */
	public HeadLimits {
		if (maxRequestLine < SHORTEST_LINE) {
			throw new IllegalArgumentException("maxRequestLine must be at least " + SHORTEST_LINE);
		}
		if (maxHeadSize < maxRequestLine) {
			throw new IllegalArgumentException("maxHeadSize must be at least maxRequestLine");
		}
		if (maxFields < 1) {
			throw new IllegalArgumentException("maxFields must be at least 1");
		}
	}

}
