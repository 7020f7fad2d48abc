package io.wsboot.transport;

import java.util.Arrays;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The open sessions that one loop serves for one server or client: an array in which the
 * last takes the place of the one that leaves. Confined to the loop.
 */
final class LoopSessions implements Recipients {

	private @Nullable Session[] sessions = new @Nullable Session[16];

	private int size;

	void add(Session session) {
		if (this.size == this.sessions.length) {
			this.sessions = Arrays.copyOf(this.sessions, this.size * 2);
		}
		session.index(this.size);
		this.sessions[this.size++] = session;
	}

	void remove(Session session) {
		Session last = this.sessions[--this.size];
		this.sessions[this.size] = null;
		if (last != null && last != session) {
			last.index(session.index());
			this.sessions[session.index()] = last;
		}
	}

	int size() {
		return this.size;
	}

	/**
	 * Calls an action with each session. From the last to the first, so that an action
	 * may end the session it is given.
	 * @param action the action
	 */
	void forEach(Consumer<? super Session> action) {
		for (int i = this.size - 1; i >= 0; i--) {
			Session session = (i < this.size) ? this.sessions[i] : null;
			if (session != null) {
				action.accept(session);
			}
		}
	}

	/** Whoever is open when its loop comes to it receives what is sent to all. */
	@Override
	public void list(long number, RecipientList list) {
		list.add(this.sessions, this.size);
	}

}
