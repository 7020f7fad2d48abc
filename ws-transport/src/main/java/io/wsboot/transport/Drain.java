package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Closes the sessions of a server with 1001, spread over a window, and waits for their
 * end.
 */
final class Drain {

	private final SessionRegistry sessions;

	private final long windowNanos;

	private final long graceNanos;

	private final AtomicInteger loops = new AtomicInteger();

	private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	Drain(SessionRegistry sessions, long windowNanos, long graceNanos) {
		this.sessions = sessions;
		this.windowNanos = windowNanos;
		this.graceNanos = graceNanos;
	}

	CompletionStage<@Nullable Void> done() {
		return this.done;
	}

	/**
	 * Begins with the sessions of all loops.
	 * @param all the loops
	 */
	void begin(EventLoop[] all) {
		// before the first can be done
		this.loops.set(all.length);
		for (EventLoop loop : all) {
			begin(loop);
		}
	}

	private void begin(EventLoop loop) {
		loop.execute(() -> {
			List<Session> open = new ArrayList<>();
			loop.sessions().forEach(open::add);
			LoopDrain drain = new LoopDrain(loop, open);
			long next = drain.deadline(loop.now());
			loop.deadlines().schedule(drain, next);
		});
	}

	private void loopDone() {
		if (this.loops.decrementAndGet() == 0) {
			this.done.complete(null);
		}
	}

	/**
	 * The sessions of one loop; asked once a tick.
	 */
	private final class LoopDrain extends Deadlines.Timed {

		private final EventLoop loop;

		private final List<Session> open;

		private final long begunAt;

		private int asked;

		LoopDrain(EventLoop loop, List<Session> open) {
			this.loop = loop;
			this.open = open;
			this.begunAt = loop.now();
		}

		@Override
		long deadline(long now) {
			long passed = now - this.begunAt;
			int due = this.open.size();
			if (passed < Drain.this.windowNanos) {
				due = (int) Math.min(due, 1 + (due * passed) / Drain.this.windowNanos);
			}
			for (; this.asked < due; this.asked++) {
				this.open.get(this.asked).close(Closes.GOING_AWAY);
			}
			boolean over = passed > Drain.this.windowNanos + Drain.this.graceNanos;
			if (over || Drain.this.sessions.size() == 0 || this.loop.sessions().size() == 0) {
				loopDone();
				return Deadlines.NEVER;
			}
			return now + Deadlines.TICK_NANOS;
		}

	}

}
