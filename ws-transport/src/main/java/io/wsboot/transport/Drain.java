package io.wsboot.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Closes the sessions of a server or client with 1001, in any order and spread over a
 * window, and waits for their end; before the server ends also for the end of every other
 * connection.
 */
final class Drain {

	private final SessionRegistry sessions;

	private final long windowNanos;

	private final long graceNanos;

	/** Whether nobody is left to wait for. */
	private final BooleanSupplier empty;

	/** Whether connections that are no sessions are sent away, too. */
	private final boolean last;

	private final AtomicInteger loops = new AtomicInteger();

	private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	private Drain(SessionRegistry sessions, long windowNanos, long graceNanos, BooleanSupplier empty, boolean last) {
		this.sessions = sessions;
		this.windowNanos = windowNanos;
		this.graceNanos = graceNanos;
		this.empty = empty;
		this.last = last;
	}

	/**
	 * Sends sessions away, and leaves the server as it is.
	 * @param sessions all of them
	 * @param windowNanos over which the closes are spread
	 * @param graceNanos how long after the window sessions may take to end
	 */
	static Drain ofSessions(SessionRegistry sessions, long windowNanos, long graceNanos) {
		return new Drain(sessions, windowNanos, graceNanos, () -> sessions.size() == 0, false);
	}

	/**
	 * Sends everybody away, because the server ends.
	 * @param server knows whether a connection is left
	 * @param graceNanos how long connections may take to end
	 */
	static Drain ofConnections(ServerContext server, long graceNanos) {
		return new Drain(server.sessionContext().sessions(), 0, graceNanos, () -> server.connections() == 0, true);
	}

	/**
	 * The end of it.
	 * @return completes, never exceptionally, when nobody is left or the time is over
	 */
	CompletableFuture<@Nullable Void> done() {
		return this.done;
	}

	/**
	 * Begins with the connections of all loops.
	 * @param all the loops
	 */
	void begin(EventLoop[] all) {
		// before the first can be done
		this.loops.set(all.length);
		for (EventLoop loop : all) {
			loop.execute(() -> {
				LoopDrain drain = new LoopDrain(loop);
				drain.sendAway(loop.now());
				// what was sent leaves before anything else happens
				loop.deadlines().schedule(drain, loop.now() + Deadlines.TICK_NANOS);
			});
		}
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

	private void loopDone() {
		if (this.loops.decrementAndGet() == 0) {
			this.done.complete(null);
		}
	}

	/**
	 * The connections of one loop; asked once a tick.
	 */
	private final class LoopDrain extends Deadlines.Timed {

		private final EventLoop loop;

		private final List<Session> open = new ArrayList<>();

		private final long[] moments;

		private final long begunAt;

		private int asked;

		LoopDrain(EventLoop loop) {
			this.loop = loop;
			this.begunAt = loop.now();
			Drain.this.sessions.of(loop).forEach(this.open::add);
			Collections.shuffle(this.open, new Random(ThreadLocalRandom.current().nextLong()));
			this.moments = moments(this.open.size(), Drain.this.windowNanos, ThreadLocalRandom.current());
		}

		@Override
		long deadline(long now) {
			sendAway(now);
			boolean over = now - this.begunAt > Drain.this.windowNanos + Drain.this.graceNanos;
			boolean noSession = Drain.this.sessions.of(this.loop).size() == 0 && !Drain.this.last;
			if (over || noSession || Drain.this.empty.getAsBoolean()) {
				loopDone();
				return Deadlines.NEVER;
			}
			return now + Deadlines.TICK_NANOS;
		}

		void sendAway(long now) {
			long passed = now - this.begunAt;
			for (; this.asked < this.moments.length && this.moments[this.asked] <= passed; this.asked++) {
				this.open.get(this.asked).close(Closes.GOING_AWAY);
			}
			if (Drain.this.last) {
				this.loop.serverEnds();
			}
		}

	}

}
