package io.wsboot.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Finds sessions by their identifiers. Thread-safe.
 * <p>
 * A session has an identifier from the first time that somebody asks for it until it
 * ends: nobody can know another one, so no other is kept.
 */
public final class SessionIds {

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	/**
	 * No sessions yet.
	 */
	public SessionIds() {
	}

	/**
	 * The session with an identifier.
	 * @param id what {@link WsSession#id()} returned
	 * @return {@code null} if it has ended, or there was none
	 */
	public @Nullable WsSession find(String id) {
		return this.sessions.get(id);
	}

	void add(String id, Session session) {
		this.sessions.put(id, session);
	}

	void remove(String id) {
		this.sessions.remove(id);
	}

	/** How many are kept. */
	int size() {
		return this.sessions.size();
	}

}
