package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Where a loop waits: its selector and all that is registered there. It wakes up for who
 * is ready, for a task and in time for the next deadline, and has each served who is
 * ready. Confined to its loop, except {@link #wakeUp()}.
 * <p>
 * No exception of a connection or a handler comes out of here.
 */
final class LoopSelector {

	private static final Logger logger = System.getLogger(LoopSelector.class.getName());

	private static final FaultLog faults = new FaultLog(logger);

	private static final long CORK_BACKSTOP_MILLIS = 1;

	/** Shorter than a gap in time, so that one is noticed. */
	private static final long MOST_ASLEEP_NANOS = LoopClock.GAP_NANOS / 2;

	private final Selector selector;

	private final LoopTasks tasks;

	private final Deadlines deadlines;

	private final LoopClock clock;

	private final LoopLoad load;

	private final AdaptiveSpin spin;

	private final Consumer<SelectionKey> onReady = this::ready;

	/** Whether the clock was looked at in this pass. */
	private boolean fresh;

	/** Who was ready in this pass. */
	private int served;

	/**
	 * Opens a selector.
	 * @param tasks end the waiting
	 * @param deadlines end the waiting in time
	 * @param clock looked at once a pass
	 * @param load told when a pass begins and ends
	 * @param spin how long to look again before sleeping
	 * @throws IOException if no selector can be opened
	 */
	LoopSelector(LoopTasks tasks, Deadlines deadlines, LoopClock clock, LoopLoad load, AdaptiveSpin spin)
			throws IOException {
		this.selector = Selector.open();
		this.tasks = tasks;
		this.deadlines = deadlines;
		this.clock = clock;
		this.load = load;
		this.spin = spin;
	}

	Selector selector() {
		return this.selector;
	}

	boolean isOpen() {
		return this.selector.isOpen();
	}

	/**
	 * Ends the waiting, if the loop sleeps. Any thread may call it.
	 */
	void wakeUp() {
		this.selector.wakeup();
	}

	/**
	 * Waits until a socket is ready, a task is there or a deadline is met, and has
	 * everybody served who is ready. The clock is fresh afterwards.
	 * @param flushes what the loop has still to write
	 * @return how many were ready
	 * @throws IOException if the selector fails
	 */
	int select(LateFlushes flushes) throws IOException {
		this.fresh = false;
		this.served = 0;
		if (flushes.hasUnflushed()) {
			passEnds(this.clock.read());
			this.selector.selectNow(this.onReady);
		}
		else {
			await(flushes.hasCorked());
		}
		refreshTime();
		return this.served;
	}

	private void await(boolean corked) throws IOException {
		if (this.spin.isWorthIt() && lookAgain()) {
			return;
		}
		if (!this.tasks.fallAsleep()) {
			passEnds(this.clock.read());
			this.selector.selectNow(this.onReady);
			return;
		}
		try {
			long begun = this.clock.read();
			passEnds(begun);
			long nanos = this.deadlines.untilNext(begun);
			if (corked) {
				this.selector.select(this.onReady, CORK_BACKSTOP_MILLIS);
			}
			else if (nanos == Deadlines.NEVER) {
				this.selector.select(this.onReady);
			}
			else {
				long asleep = Math.min(nanos, MOST_ASLEEP_NANOS);
				this.selector.select(this.onReady, Math.max(1, TimeUnit.NANOSECONDS.toMillis(asleep + 999_999)));
			}
			this.spin.slept((this.fresh ? this.clock.now() : this.clock.read()) - begun);
		}
		finally {
			this.tasks.wakeUp();
		}
	}

	/** Meanwhile whoever leaves a task need not wake the loop. */
	private boolean lookAgain() throws IOException {
		long begun = this.clock.read();
		passEnds(begun);
		long until = this.spin.until(begun);
		boolean found;
		do {
			found = this.selector.selectNow(this.onReady) > 0 || !this.tasks.isEmpty();
		}
		while (!found && this.clock.read() - until < 0);
		this.spin.looked(found);
		return found;
	}

	private void ready(SelectionKey key) {
		if (!this.fresh) {
			this.tasks.wakeUp();
			refreshTime();
		}
		this.served++;
		Channelled channelled = (Channelled) key.attachment();
		try {
			channelled.ready(key.readyOps());
		}
		catch (CancelledKeyException ex) {
			// closed by an earlier event of the same pass
		}
		catch (IOException ex) {
			channelled.failed(ex);
		}
		catch (Throwable failure) {
			faults.error("A connection is ended by a fault of this side", failure);
			channelled.failed(failure);
		}
	}

	private void refreshTime() {
		this.clock.refresh(!this.deadlines.isEmpty());
		if (!this.fresh) {
			this.load.passBegins(this.clock.nanoTime(this.clock.now()));
			this.fresh = true;
		}
	}

	private void passEnds(long time) {
		this.load.passEnds(this.clock.nanoTime(time));
	}

	/**
	 * Tells everything that is registered that the server is about to end.
	 */
	void serverEnds() {
		for (SelectionKey key : Set.copyOf(this.selector.keys())) {
			try {
				((Channelled) key.attachment()).serverEnds();
			}
			catch (Throwable failure) {
				faults.error("A connection could not be told of the server's end", failure);
			}
		}
	}

	/**
	 * Ends everything that is registered.
	 */
	void closeAll() {
		for (SelectionKey key : Set.copyOf(this.selector.keys())) {
			try {
				((Channelled) key.attachment()).close();
			}
			catch (Throwable failure) {
				faults.error("A connection could not be closed", failure);
			}
		}
	}

	void close() {
		passEnds(this.clock.read());
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "Selector could not be closed", ex);
		}
	}

}
