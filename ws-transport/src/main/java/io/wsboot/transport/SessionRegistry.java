package io.wsboot.transport;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions of a server or a client. Thread-safe.
 */
public final class SessionRegistry {

	private final EventLoop[] loops;

	/** Those of each loop, in the order of the loops. */
	private final LoopSessions[] byLoop;

	private final AtomicInteger size = new AtomicInteger();

	/** Sessions that have opened and whose handlers have not been told of the end. */
	private final AtomicInteger untold = new AtomicInteger();

	SessionRegistry(EventLoop[] loops) {
		this.loops = loops;
		this.byLoop = new LoopSessions[loops.length];
		Arrays.setAll(this.byLoop, (i) -> new LoopSessions());
	}

	/**
	 * The number of open sessions.
	 * @return the count at this moment
	 */
	public int size() {
		return this.size.get();
	}

	/**
	 * Calls an action with every session, on the session's event loop: it must not block.
	 * @param action the action
	 * @return completes when every loop is through, or has ended; fails if an action does
	 */
	public CompletionStage<@Nullable Void> forEach(Consumer<? super WsSession> action) {
		CompletableFuture<?>[] done = new CompletableFuture<?>[this.loops.length];
		for (int i = 0; i < this.loops.length; i++) {
			LoopSessions sessions = this.byLoop[i];
			done[i] = this.loops[i].submit(() -> sessions.forEach(action));
		}
		return CompletableFuture.allOf(done);
	}

	/**
	 * Sends a message to every session. It does not write on the caller's thread: each
	 * loop does so for its own sessions. A caller that is faster than they are waits, as
	 * {@link SessionGroup} says.
	 * @param message the message
	 */
	public void broadcast(PreparedMessage message) {
		Publication published = new Publication(0, message, Delivery.standard(), null);
		for (int i = 0; i < this.loops.length; i++) {
			this.loops[i].fanOuts().publish(this.byLoop[i], published);
		}
	}

	/**
	 * The sessions that one loop serves.
	 * @param loop one of the loops
	 * @return the sessions, confined to that loop
	 */
	LoopSessions of(EventLoop loop) {
		for (int i = 0; i < this.loops.length; i++) {
			if (this.loops[i] == loop) {
				return this.byLoop[i];
			}
		}
		throw new IllegalArgumentException("The loop serves others");
	}

	/**
	 * Ends the connection of every session.
	 * @return completes when every loop is through, or has ended
	 */
	CompletableFuture<?> closeConnections() {
		return forEach((session) -> ((Session) session).connection().close()).toCompletableFuture();
	}

	/** Adds a session; on its loop. */
	void add(Session session) {
		this.untold.incrementAndGet();
		of(session.loop()).add(session);
		session.loop().load().sessionOpened();
		this.size.incrementAndGet();
	}

	/** Removes a session; on its loop. */
	void remove(Session session) {
		of(session.loop()).remove(session);
		session.loop().load().sessionClosed();
		this.size.decrementAndGet();
	}

	/** A session's last callback has returned; on whatever thread. */
	void toldOfEnd() {
		if (this.untold.decrementAndGet() == 0) {
			synchronized (this) {
				notifyAll();
			}
		}
	}

	/**
	 * Waits until every handler has been told of the end of its session.
	 * @param nanos how long at most
	 * @throws InterruptedException if the thread is interrupted
	 */
	synchronized void awaitEnds(long nanos) throws InterruptedException {
		long until = System.nanoTime() + nanos;
		for (long left = nanos; this.untold.get() > 0 && left > 0; left = until - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

}
