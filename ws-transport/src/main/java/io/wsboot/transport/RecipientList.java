package io.wsboot.transport;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The sessions that a fan-out goes to, as they were when it began. A loop has one for all
 * its fan-outs, since it works on one at a time. Confined to the loop.
 */
final class RecipientList {

	/** Room for more is not kept: it would be held for the sake of a rare fan-out. */
	private static final int MOST_KEPT = 4096;

	private @Nullable Session[] sessions = new @Nullable Session[16];

	private int size;

	/**
	 * Adds sessions.
	 * @param from an array that begins with them
	 * @param count how many they are
	 */
	void add(@Nullable Session[] from, int count) {
		makeRoom(count);
		System.arraycopy(from, 0, this.sessions, this.size, count);
		this.size += count;
	}

	/**
	 * Adds a session.
	 * @param session the session
	 */
	void add(@Nullable Session session) {
		makeRoom(1);
		this.sessions[this.size++] = session;
	}

	int size() {
		return this.size;
	}

	/**
	 * One of the sessions.
	 * @param index from 0 on
	 * @return the session
	 */
	Session get(int index) {
		Session session = this.sessions[index];
		if (session == null) {
			throw new IndexOutOfBoundsException(index);
		}
		return session;
	}

	/**
	 * Forgets the sessions.
	 */
	void clear() {
		if (this.sessions.length > MOST_KEPT) {
			this.sessions = new @Nullable Session[16];
		}
		else {
			Arrays.fill(this.sessions, 0, this.size, null);
		}
		this.size = 0;
	}

	private void makeRoom(int count) {
		int needed = this.size + count;
		if (needed > this.sessions.length) {
			this.sessions = Arrays.copyOf(this.sessions, Math.max(needed, this.sessions.length * 2));
		}
	}

}
