package io.wsboot.transport;

import org.jspecify.annotations.Nullable;

/**
 * The timer wheel of one loop. Whoever waits has one place in it, and says each time it
 * is asked when it wants to be asked again; so traffic never touches the wheel, which
 * finds out lazily that a connection was active.
 * <p>
 * Confined to the loop. Times are those of the {@link LoopClock}; a deadline is met up to
 * one tick late, never early.
 */
final class Deadlines {

	/**
	 * The answer of a {@link Timed} that waits for nothing.
	 */
	static final long NEVER = Long.MAX_VALUE;

	static final long TICK_NANOS = 10_000_000L;

	private static final FaultLog faults = new FaultLog(System.getLogger(Deadlines.class.getName()));

	private static final int SLOTS = 1024;

	private static final int MASK = SLOTS - 1;

	/** The list of those being asked right now; any of them may still be cancelled. */
	private static final int DUE = SLOTS;

	private final @Nullable Timed[] slots = new @Nullable Timed[SLOTS + 1];

	private final long[] occupied = new long[SLOTS / Long.SIZE];

	private final long start;

	/** The last tick whose slot has been looked at. */
	private long done;

	private int size;

	Deadlines(long now) {
		this.start = now;
	}

	/**
	 * Enters or moves a waiter.
	 * @param timed who waits
	 * @param at when it wants to be asked; {@link #NEVER} takes it out
	 */
	void schedule(Timed timed, long at) {
		if (timed.scheduled) {
			if (timed.at == at) {
				return;
			}
			remove(timed);
		}
		if (at != NEVER) {
			timed.at = at;
			insert(timed);
		}
	}

	/**
	 * Moves a waiter forward if it would be asked later than wanted.
	 * @param timed who waits
	 * @param at the latest time
	 */
	void scheduleNoLaterThan(Timed timed, long at) {
		if (at != NEVER && (!timed.scheduled || timed.at - at > 0)) {
			schedule(timed, at);
		}
	}

	/**
	 * Takes a waiter out.
	 * @param timed who waited
	 */
	void cancel(Timed timed) {
		if (timed.scheduled) {
			remove(timed);
		}
	}

	/**
	 * Asks everybody whose time has come.
	 * @param now the time
	 */
	void advance(long now) {
		long first = this.done + 1;
		long tick = Math.max((now - this.start) / TICK_NANOS, this.done);
		long last = Math.min(tick, this.done + SLOTS);
		// first, so that whoever is asked now is entered behind now
		this.done = tick;
		for (long next = first; next <= last; next++) {
			int slot = (int) next & MASK;
			if (isOccupied(slot)) {
				ask(slot, now);
			}
		}
	}

	/**
	 * How long a loop may sleep.
	 * @param now the time
	 * @return nanoseconds to the next slot that somebody is in; {@link #NEVER} if nobody
	 * waits
	 */
	long untilNext(long now) {
		if (this.size == 0) {
			return NEVER;
		}
		for (long tick = this.done + 1; tick <= this.done + SLOTS; tick++) {
			int slot = (int) tick & MASK;
			if (this.occupied[slot / Long.SIZE] == 0) {
				tick |= Long.SIZE - 1;
			}
			else if (isOccupied(slot)) {
				return Math.max(0, this.start + tick * TICK_NANOS - now);
			}
		}
		throw new IllegalStateException("A wheel of size " + this.size + " has no occupied slot");
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	private void ask(int slot, long now) {
		Timed first = this.slots[slot];
		this.slots[slot] = null;
		this.occupied[slot / Long.SIZE] &= ~(1L << slot);
		this.slots[DUE] = first;
		for (Timed timed = first; timed != null; timed = timed.next) {
			timed.slot = (short) DUE;
		}
		for (Timed timed = this.slots[DUE]; timed != null; timed = this.slots[DUE]) {
			remove(timed);
			if (timed.at - now > 0) {
				insert(timed);
			}
			else {
				fire(timed, now);
			}
		}
	}

	private void fire(Timed timed, long now) {
		try {
			scheduleNoLaterThan(timed, timed.deadline(now));
		}
		catch (Throwable failure) {
			faults.error("A deadline could not be met by " + timed, failure);
		}
	}

	private void insert(Timed timed) {
		long after = timed.at - this.start;
		// rounded up: never early
		long tick = Math.max((after > 0) ? (after - 1) / TICK_NANOS + 1 : 0, this.done + 1);
		int slot = (int) Math.min(tick, this.done + SLOTS) & MASK;
		Timed first = this.slots[slot];
		timed.slot = (short) slot;
		timed.previous = null;
		timed.next = first;
		if (first != null) {
			first.previous = timed;
		}
		this.slots[slot] = timed;
		this.occupied[slot / Long.SIZE] |= 1L << slot;
		timed.scheduled = true;
		this.size++;
	}

	private void remove(Timed timed) {
		Timed previous = timed.previous;
		Timed next = timed.next;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.slots[timed.slot] = next;
			if (next == null && timed.slot != DUE) {
				this.occupied[timed.slot / Long.SIZE] &= ~(1L << timed.slot);
			}
		}
		if (next != null) {
			next.previous = previous;
		}
		timed.next = null;
		timed.previous = null;
		timed.scheduled = false;
		this.size--;
	}

	private boolean isOccupied(int slot) {
		return (this.occupied[slot / Long.SIZE] & (1L << slot)) != 0;
	}

	/**
	 * Somebody who waits; the wheel's links are part of it, so that waiting costs no
	 * object.
	 */
	abstract static class Timed {

		private @Nullable Timed next;

		private @Nullable Timed previous;

		private long at;

		private short slot;

		private boolean scheduled;

		/**
		 * The time has come.
		 * @param now the time
		 * @return when to be asked again, {@link #NEVER} for not at all; if it has been
		 * entered meanwhile, the earlier of the two counts
		 */
		abstract long deadline(long now);

	}

}
