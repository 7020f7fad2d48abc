package io.wsboot.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.wsboot.protocol.CloseStatus;

/**
 * The closes of sessions of one loop, each at a moment of its own within a window.
 * Confined to the loop.
 */
final class Departures {

	private final List<Session> leaving;

	private final long[] moments;

	private final Supplier<CloseStatus> goodbye;

	private int asked;

	private Departures(List<Session> leaving, long windowNanos, Supplier<CloseStatus> goodbye) {
		this.leaving = leaving;
		this.moments = moments(leaving.size(), windowNanos, ThreadLocalRandom.current());
		this.goodbye = goodbye;
	}

	/**
	 * Chooses who leaves, and when.
	 * @param sessions those of the loop
	 * @param count how many of them leave, whichever; at most all
	 * @param windowNanos over which the closes are spread
	 * @param goodbye what each of them is told
	 */
	static Departures of(LoopSessions sessions, int count, long windowNanos, Supplier<CloseStatus> goodbye) {
		List<Session> open = new ArrayList<>(sessions.size());
		sessions.forEach(open::add);
		Collections.shuffle(open, new Random(ThreadLocalRandom.current().nextLong()));
		return new Departures(List.copyOf(open.subList(0, count)), windowNanos, goodbye);
	}

	/**
	 * When each of so many closes is due: every one has a part of the window of its own,
	 * and a moment in it that nobody can foresee. So neither loops nor servers that are
	 * drained together send away in step.
	 * @param count how many closes
	 * @param windowNanos over which they are spread
	 * @param random chooses the moments
	 * @return nanoseconds from the beginning, ascending
	 */
	static long[] moments(int count, long windowNanos, RandomGenerator random) {
		long[] moments = new long[count];
		for (int i = 0; i < count; i++) {
			moments[i] = (long) ((i + random.nextDouble()) / count * windowNanos);
		}
		return moments;
	}

	/**
	 * Closes every session whose moment has come.
	 * @param passed nanoseconds since the beginning
	 */
	void sendAway(long passed) {
		for (; this.asked < this.moments.length && this.moments[this.asked] <= passed; this.asked++) {
			this.leaving.get(this.asked).close(this.goodbye.get());
		}
	}

	/**
	 * Whether all have been sent away.
	 * @return {@code true} when no moment is to come
	 */
	boolean areOver() {
		return this.asked == this.moments.length;
	}

}
