package io.wsboot.spring.messaging;

import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.wsboot.transport.SessionGroup;
import io.wsboot.transport.SessionGroups;
import io.wsboot.transport.SessionIds;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Which open sessions there are: by identifier, by user and by endpoint. Thread-safe; a
 * session that closes is out of it at once, and opening and closing cost the same however
 * many there are.
 */
public final class SessionDirectory {

	private final SessionIds ids = new SessionIds();

	private final SessionGroups users = new SessionGroups();

	/** By name and by path. */
	private final Map<String, SessionGroup> endpoints = new ConcurrentHashMap<>();

	private final Map<SessionGroup, String> names = new ConcurrentHashMap<>();

	/**
	 * No sessions yet.
	 */
	public SessionDirectory() {
	}

	/**
	 * What a server has to tell of its sessions' identifiers.
	 * @return finds sessions by them
	 */
	public SessionIds ids() {
		return this.ids;
	}

	/**
	 * Makes an endpoint known.
	 * @param name the endpoint's name
	 * @param path its path, as a template
	 */
	public void addEndpoint(String name, String path) {
		SessionGroup sessions = this.endpoints.computeIfAbsent(name, (key) -> new SessionGroup());
		this.names.put(sessions, name);
		this.endpoints.putIfAbsent(path, sessions);
	}

	/**
	 * Adds a session. Called when it has opened, before its first callback.
	 * @param session the session itself
	 * @param endpoint the name of its endpoint
	 * @param user the name of its principal; {@code null} for nobody
	 */
	public void add(WsSession session, String endpoint, @Nullable String user) {
		SessionGroup sessions = this.endpoints.get(endpoint);
		if (sessions != null) {
			sessions.add(session);
		}
		if (user != null) {
			this.users.add(user, session);
		}
	}

	/**
	 * The sessions of a user.
	 * @param name the name of the sessions' principal
	 * @return {@code null} if there is none
	 */
	public @Nullable SessionGroup user(String name) {
		return this.users.find(name);
	}

	/**
	 * Whose session it is.
	 * @param session an open session
	 * @return the name of its principal; {@code null} if it has none, or has ended
	 */
	public @Nullable String userOf(WsSession session) {
		for (String name : this.users.names(session)) {
			return name;
		}
		return null;
	}

	/**
	 * Which endpoint serves a session.
	 * @param session an open session
	 * @return the endpoint's name; {@code null} if the session has ended
	 */
	public @Nullable String endpointOf(WsSession session) {
		for (Map.Entry<String, SessionGroup> endpoint : this.endpoints.entrySet()) {
			if (endpoint.getValue().contains(session)) {
				return this.names.get(endpoint.getValue());
			}
		}
		return null;
	}

	/**
	 * The sessions of an endpoint.
	 * @param nameOrPath the endpoint's name, or its path as a template
	 * @return {@code null} if there are no endpoints at all, because the listener is
	 * switched off
	 * @throws IllegalArgumentException if there is no such endpoint
	 */
	public @Nullable SessionGroup endpoint(String nameOrPath) {
		SessionGroup sessions = this.endpoints.get(nameOrPath);
		if (sessions == null && !this.endpoints.isEmpty()) {
			throw new IllegalArgumentException("There is no endpoint \"" + nameOrPath
					+ "\". Name one by its name or its path, which are " + new TreeSet<>(this.endpoints.keySet()));
		}
		return sessions;
	}

}
