package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes a share of the sessions of a server with 1001, whichever, spread over a window.
 * The server stays open for everybody.
 */
final class Shed {

	private static final long ALL = 100;

	private final SessionRegistry sessions;

	private final int percent;

	private final long windowNanos;

	/** Sessions of the loops that have chosen. */
	private long seen;

	/** Those of them that leave. */
	private long chosen;

	private final AtomicInteger loops = new AtomicInteger();

	private final CompletableFuture<Integer> done = new CompletableFuture<>();

	/**
	 * Sheds load.
	 * @param sessions all of them
	 * @param percent how many of a hundred leave
	 * @param windowNanos over which the closes are spread
	 */
	Shed(SessionRegistry sessions, int percent, long windowNanos) {
		this.sessions = sessions;
		this.percent = percent;
		this.windowNanos = windowNanos;
	}

	/**
	 * The end of it.
	 * @return completes with the number of closes when the last has been sent
	 */
	CompletableFuture<Integer> done() {
		return this.done;
	}

	/**
	 * Begins with the sessions of all loops.
	 * @param all the loops
	 */
	void begin(EventLoop[] all) {
		this.loops.set(all.length);
		for (EventLoop loop : all) {
			loop.execute(() -> {
				LoopShed shed = new LoopShed(loop);
				loop.deadlines().scheduleNoLaterThan(shed, shed.deadline(loop.now()));
			});
		}
	}

	/**
	 * How many sessions of the next loop leave. What is lost by rounding for one loop is
	 * made good by the next, so the sum is right whatever the loops have.
	 */
	private synchronized int choose(int ofLoop) {
		this.seen += ofLoop;
		long due = Math.round((double) this.seen * this.percent / ALL) - this.chosen;
		this.chosen += due;
		return (int) due;
	}

	private synchronized int chosen() {
		return (int) this.chosen;
	}

	private void loopDone() {
		if (this.loops.decrementAndGet() == 0) {
			this.done.complete(chosen());
		}
	}

	/**
	 * The sessions of one loop; asked once a tick.
	 */
	private final class LoopShed extends Deadlines.Timed {

		private final Departures departures;

		private final long begunAt;

		LoopShed(EventLoop loop) {
			LoopSessions all = Shed.this.sessions.of(loop);
			this.begunAt = loop.now();
			this.departures = Departures.of(all, choose(all.size()), Shed.this.windowNanos, Closes.SHED);
		}

		@Override
		long deadline(long now) {
			this.departures.sendAway(now - this.begunAt);
			if (this.departures.areOver()) {
				loopDone();
				return Deadlines.NEVER;
			}
			return now + Deadlines.TICK_NANOS;
		}

	}

}
