package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.wsboot.protocol.CloseStatus;
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

	/** Set if connections that are no sessions are sent away, too. */
	private final @Nullable ServerContext ending;

	private final Supplier<CloseStatus> goodbye;

	private final AtomicInteger loops = new AtomicInteger();

	private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	private Drain(SessionRegistry sessions, long windowNanos, long graceNanos, @Nullable ServerContext ending,
			Supplier<CloseStatus> goodbye) {
		this.sessions = sessions;
		this.windowNanos = windowNanos;
		this.graceNanos = graceNanos;
		this.ending = ending;
		this.goodbye = goodbye;
	}

	/**
	 * Sends the sessions of a server away, and leaves the server as it is.
	 * @param sessions all of them
	 * @param windowNanos over which the closes are spread
	 * @param graceNanos how long after the window sessions may take to end
	 */
	static Drain ofServer(SessionRegistry sessions, long windowNanos, long graceNanos) {
		return new Drain(sessions, windowNanos, graceNanos, null, Closes.SERVER_GOING_AWAY);
	}

	/**
	 * Says goodbye to the servers of a client.
	 * @param sessions all of them
	 * @param graceNanos how long sessions may take to end
	 */
	static Drain ofClient(SessionRegistry sessions, long graceNanos) {
		return new Drain(sessions, 0, graceNanos, null, () -> Closes.GOING_AWAY);
	}

	/**
	 * Sends everybody away, because the server ends.
	 * @param server knows whether a connection is left
	 * @param graceNanos how long connections may take to end
	 */
	static Drain ofConnections(ServerContext server, long graceNanos) {
		return new Drain(server.sessionContext().sessions(), 0, graceNanos, server, Closes.SERVER_GOING_AWAY);
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

	/** Whether nobody is left to wait for. */
	private boolean isEmpty() {
		return ((this.ending != null) ? this.ending.connections() : this.sessions.size()) == 0;
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

		private final Departures departures;

		private final long begunAt;

		LoopDrain(EventLoop loop) {
			this.loop = loop;
			this.begunAt = loop.now();
			LoopSessions all = Drain.this.sessions.of(loop);
			this.departures = Departures.of(all, all.size(), Drain.this.windowNanos, Drain.this.goodbye);
		}

		@Override
		long deadline(long now) {
			sendAway(now);
			boolean over = now - this.begunAt > Drain.this.windowNanos + Drain.this.graceNanos;
			boolean noSession = Drain.this.sessions.of(this.loop).size() == 0 && Drain.this.ending == null;
			if (over || noSession || isEmpty()) {
				loopDone();
				return Deadlines.NEVER;
			}
			return now + Deadlines.TICK_NANOS;
		}

		void sendAway(long now) {
			this.departures.sendAway(now - this.begunAt);
			if (Drain.this.ending != null) {
				this.loop.serverEnds();
			}
		}

	}

}
