package io.wsboot.spring.metrics;

import java.util.Set;

/**
 * Which meters there are beyond those that always are.
 *
 * @param closeCodes close codes of the application, from 3000 to 4999, that have a series
 * of their own
 * @param messageSizes whether the sizes of messages are counted in buckets, which every
 * message pays for
 * @param handshakes whether the timers {@code ws.handshakes} are registered at the start;
 * {@code false} if a convention of the application names them otherwise
 * @param handlers whether the timers {@code ws.handler} are registered; {@code false} if
 * an observation makes them
 */
public record MeterOptions(Set<Integer> closeCodes, boolean messageSizes, boolean handshakes, boolean handlers) {

	/**
	 * Nothing beyond the ordinary.
	 */
	public static final MeterOptions DEFAULTS = new MeterOptions(Set.of(), false, true, true);

	/**
	 * Keeps a copy.
	 * @param closeCodes close codes of the application
	 * @param messageSizes whether the sizes of messages are counted in buckets
	 * @param handshakes whether the timers of upgrade requests are registered
	 * @param handlers whether the timers of messages are registered
	 */
	public MeterOptions {
		closeCodes = Set.copyOf(closeCodes);
	}

}
