package io.wsboot.transport;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * Groups of sessions by name: those of each user, for example. A group exists while it
 * has members; a session leaves its groups when it closes. Thread-safe.
 * <p>
 * {@link Topics} are groups that sessions join by themselves.
 */
public final class SessionGroups {

	private final ConcurrentHashMap<String, SessionGroup> groups = new ConcurrentHashMap<>();

	private final boolean topics;

	/**
	 * No groups yet.
	 */
	public SessionGroups() {
		this(false);
	}

	/**
	 * No groups yet.
	 * @param topics whether a standard message is the newest value of the group it is
	 * published to, where {@link SlowConsumer#CONFLATE} wants to know
	 */
	SessionGroups(boolean topics) {
		this.topics = topics;
	}

	/**
	 * Makes a session a member until it is removed or closes.
	 * @param name the group's
	 * @param session a session that a server or client of this package opened
	 * @return {@code false} if it was a member, or is closed
	 * @throws IllegalArgumentException if the session is of another kind
	 */
	public boolean add(String name, WsSession session) {
		return SessionGroup.own(session).enter(name, this);
	}

	/**
	 * Ends a membership.
	 * @param name the group's
	 * @param session a session that a server or client of this package opened
	 * @return {@code false} if it was no member
	 * @throws IllegalArgumentException if the session is of another kind
	 */
	public boolean remove(String name, WsSession session) {
		SessionGroup present = find(name);
		return present != null && present.remove(session);
	}

	/**
	 * The group of a name. It may lose its last member at any time, and another of that
	 * name may begin; so it is to be looked up each time.
	 * @param name the name
	 * @return {@code null} if nobody is a member
	 */
	public @Nullable SessionGroup find(String name) {
		return this.groups.get(name);
	}

	/**
	 * The groups that have members.
	 * @return a copy of their names
	 */
	public Set<String> names() {
		return Set.copyOf(this.groups.keySet());
	}

	/**
	 * The groups of these that a session is a member of.
	 * @param session a session that a server or client of this package opened
	 * @return a copy of their names
	 * @throws IllegalArgumentException if the session is of another kind
	 */
	public Set<String> names(WsSession session) {
		return SessionGroup.own(session).groupNames(this);
	}

	/**
	 * How many groups have members.
	 * @return the count at this moment
	 */
	public int size() {
		return this.groups.size();
	}

	/**
	 * Shows the groups that have members to a visitor, until it has seen enough.
	 * @param visitor is given a name and the group, and says whether it wants to see more
	 */
	public void visit(BiPredicate<String, SessionGroup> visitor) {
		for (Map.Entry<String, SessionGroup> entry : this.groups.entrySet()) {
			if (!visitor.test(entry.getKey(), entry.getValue())) {
				return;
			}
		}
	}

	boolean areTopics() {
		return this.topics;
	}

	/**
	 * A session joins. Called by the session, which guards its memberships.
	 * @param name the group's
	 * @param session no member, and open
	 */
	void join(String name, Session session) {
		this.groups.compute(name, (key, group) -> {
			SessionGroup joined = (group != null) ? group : new SessionGroup(this, key);
			session.enter(joined);
			return joined;
		});
	}

	/**
	 * A member has left: without any a group is none.
	 * @param name the group's
	 * @param group the group
	 */
	void left(String name, SessionGroup group) {
		if (group.count() == 0) {
			this.groups.computeIfPresent(name, (key, known) -> (known == group && group.count() == 0) ? null : known);
		}
	}

}
