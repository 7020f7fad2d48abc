package io.wsboot.transport;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The members of a group that one loop serves: an array in which the last takes the place
 * of the one that leaves, so that both joining and leaving cost the same however many
 * there are.
 * <p>
 * Any thread adds and removes, each time for a moment under the lock. What iterates takes
 * a copy: one of 100 000 costs less than a hundredth of sending to them.
 */
final class GroupMembers implements Recipients {

	private static final int LEAST_ROOM = 2;

	private final EventLoop loop;

	private @Nullable Session[] sessions = new @Nullable Session[LEAST_ROOM];

	/** The memberships of these sessions. */
	private @Nullable Membership[] memberships = new @Nullable Membership[LEAST_ROOM];

	/** Written under the lock. */
	private volatile int size;

	/** What had been published when the last one joined. */
	private long lastJoin;

	GroupMembers(EventLoop loop) {
		this.loop = loop;
	}

	EventLoop loop() {
		return this.loop;
	}

	/**
	 * How many there are. Any thread may ask.
	 * @return the count at this moment
	 */
	int size() {
		return this.size;
	}

	/**
	 * Whether there is nobody, and never will be again.
	 * @return {@code true} once the loop has ended and its sessions with it
	 */
	boolean isLeftBehind() {
		return this.size == 0 && this.loop.hasEnded();
	}

	/**
	 * Adds a session.
	 * @param session one of the loop, and no member
	 * @param group what it becomes a member of
	 * @return the membership
	 */
	synchronized Membership add(Session session, SessionGroup group) {
		int place = this.size;
		if (place == this.sessions.length) {
			resize(place * 2);
		}
		this.lastJoin = group.published();
		Membership membership = new Membership(group, this.lastJoin, place);
		this.sessions[place] = session;
		this.memberships[place] = membership;
		this.size = place + 1;
		return membership;
	}

	/**
	 * Removes a session.
	 * @param membership what {@link #add} returned
	 */
	synchronized void remove(Membership membership) {
		int last = this.size - 1;
		int place = membership.index();
		Membership moved = this.memberships[last];
		if (moved != null && moved != membership) {
			moved.index(place);
			this.memberships[place] = moved;
			this.sessions[place] = this.sessions[last];
		}
		this.memberships[last] = null;
		this.sessions[last] = null;
		this.size = last;
		if (last >= LEAST_ROOM && last <= this.sessions.length / 4) {
			resize(this.sessions.length / 2);
		}
	}

	@Override
	public synchronized void list(long number, RecipientList list) {
		// if the last one was there in time all were, as joins are numbered in order
		if (this.lastJoin < number) {
			list.add(this.sessions, this.size);
			return;
		}
		for (int i = 0; i < this.size; i++) {
			Membership membership = this.memberships[i];
			if (membership != null && membership.covers(number)) {
				list.add(this.sessions[i]);
			}
		}
	}

	/**
	 * Adds the members to a list.
	 * @param all takes them
	 */
	synchronized void addTo(List<WsSession> all) {
		for (int i = 0; i < this.size; i++) {
			Session session = this.sessions[i];
			if (session != null) {
				all.add(session);
			}
		}
	}

	/**
	 * Copies some of the members.
	 * @param from the place of the first
	 * @param into takes them
	 * @return how many were copied; fewer than there is room for if these are the last
	 */
	synchronized int copy(int from, WsSession[] into) {
		int count = Math.max(0, Math.min(this.size - from, into.length));
		if (count > 0) {
			System.arraycopy(this.sessions, from, into, 0, count);
		}
		return count;
	}

	private void resize(int room) {
		this.sessions = Arrays.copyOf(this.sessions, room);
		this.memberships = Arrays.copyOf(this.memberships, room);
	}

}
