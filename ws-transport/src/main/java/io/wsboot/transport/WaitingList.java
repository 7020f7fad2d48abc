package io.wsboot.transport;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What waits, in order; and, found at once, the place of a key and the next one to drop.
 * Not thread-safe. An empty list holds nothing.
 */
final class WaitingList {

	private @Nullable Waiting first;

	private @Nullable Waiting last;

	/** Those of the list that the policy may drop, in order. */
	private @Nullable ArrayDeque<Waiting> standard;

	/** Those of the list that are dropped first, in order. */
	private @Nullable ArrayDeque<Waiting> droppable;

	private @Nullable Map<String, Waiting> byKey;

	@Nullable Waiting first() {
		return this.first;
	}

	void add(Waiting added) {
		added.between(this.last, null);
		if (this.last == null) {
			this.first = added;
		}
		else {
			this.last.next(added);
		}
		this.last = added;
		if (added.isDroppable()) {
			this.droppable = addTo(this.droppable, added);
		}
		else if (added.isStandard()) {
			this.standard = addTo(this.standard, added);
		}
		String key = added.key();
		if (key != null) {
			this.byKey = (this.byKey != null) ? this.byKey : new HashMap<>();
			this.byKey.put(key, added);
		}
	}

	@Nullable Waiting ofKey(String key) {
		return (this.byKey != null) ? this.byKey.get(key) : null;
	}

	/**
	 * Takes the first.
	 * @return {@code null} if there is none
	 */
	@Nullable Waiting poll() {
		Waiting polled = this.first;
		if (polled != null) {
			// it is the first of its kind, too
			if (polled.isDroppable() && this.droppable != null) {
				this.droppable.pollFirst();
			}
			else if (polled.isStandard() && this.standard != null) {
				this.standard.pollFirst();
			}
			remove(polled);
		}
		return polled;
	}

	/**
	 * Takes the oldest that is worth nothing later.
	 * @return {@code null} if there is none
	 */
	@Nullable Waiting pollDroppable() {
		return removed((this.droppable != null) ? this.droppable.pollFirst() : null);
	}

	/**
	 * Takes the oldest that a policy may drop.
	 * @return {@code null} if there is none
	 */
	@Nullable Waiting pollOldest() {
		return removed((this.standard != null) ? this.standard.pollFirst() : null);
	}

	/**
	 * Takes the newest that a policy may drop.
	 * @return {@code null} if there is none
	 */
	@Nullable Waiting pollNewest() {
		return removed((this.standard != null) ? this.standard.pollLast() : null);
	}

	private @Nullable Waiting removed(@Nullable Waiting taken) {
		if (taken != null) {
			remove(taken);
		}
		return taken;
	}

	private void remove(Waiting removed) {
		Waiting before = removed.previous();
		Waiting after = removed.next();
		if (before == null) {
			this.first = after;
		}
		else {
			before.next(after);
		}
		if (after == null) {
			this.last = before;
		}
		else {
			after.previous(before);
		}
		removed.between(null, null);
		if (this.first == null) {
			this.standard = null;
			this.droppable = null;
			this.byKey = null;
		}
		else if (removed.key() != null && this.byKey != null) {
			this.byKey.remove(removed.key());
		}
	}

	private static ArrayDeque<Waiting> addTo(@Nullable ArrayDeque<Waiting> known, Waiting added) {
		ArrayDeque<Waiting> kind = (known != null) ? known : new ArrayDeque<>();
		kind.add(added);
		return kind;
	}

}
