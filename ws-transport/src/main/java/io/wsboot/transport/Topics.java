package io.wsboot.transport;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Named groups of sessions. A topic exists while it has members; a session leaves its
 * topics when it closes. Thread-safe.
 * <p>
 * What is published is encoded once and delivered by one task for each event loop that
 * has members; the publisher's thread never writes. {@link SessionGroup} says who
 * receives it, in which order, and how a publisher that is too fast is slowed down.
 */
public final class Topics {

	private final ConcurrentHashMap<String, SessionGroup> topics = new ConcurrentHashMap<>();

	/**
	 * No topics yet.
	 */
	public Topics() {
	}

	/**
	 * Sends a message to those who are members of a topic at this moment.
	 * @param topic the name; nothing happens if nobody is a member
	 * @param message the message
	 */
	public void publish(String topic, PreparedMessage message) {
		publish(topic, message, Delivery.standard(), null);
	}

	/**
	 * Sends a message to some members of a topic.
	 * @param topic the name; nothing happens if nobody is a member
	 * @param message the message
	 * @param filter who receives it, {@code null} for all; called on event loops, so it
	 * must not block; if it throws, the session it was asked about does not receive the
	 * message
	 */
	public void publish(String topic, PreparedMessage message, @Nullable Predicate<? super WsSession> filter) {
		publish(topic, message, Delivery.standard(), filter);
	}

	/**
	 * Sends a message to some members of a topic.
	 * @param topic the name; nothing happens if nobody is a member
	 * @param message the message
	 * @param delivery what it is worth to members that read too slowly; without one of
	 * its own a message is the newest value of its topic where
	 * {@link SlowConsumer#CONFLATE} wants to know
	 * @param filter who receives it, {@code null} for all; called on event loops, so it
	 * must not block; if it throws, the session it was asked about does not receive the
	 * message
	 */
	public void publish(String topic, PreparedMessage message, Delivery delivery,
			@Nullable Predicate<? super WsSession> filter) {
		SessionGroup found = this.topics.get(topic);
		if (found != null) {
			found.publish(message, delivery, filter);
		}
	}

	/**
	 * How many sessions are members of a topic.
	 * @param topic the name
	 * @return the count, 0 if there is no such topic
	 */
	public int count(String topic) {
		SessionGroup found = this.topics.get(topic);
		return (found != null) ? found.count() : 0;
	}

	/**
	 * The topics that have members.
	 * @return a copy
	 */
	public Set<String> names() {
		return Set.copyOf(this.topics.keySet());
	}

	/**
	 * The members of a topic.
	 * @param topic the name
	 * @return a copy
	 */
	public List<WsSession> members(String topic) {
		SessionGroup found = this.topics.get(topic);
		return (found != null) ? found.members() : List.of();
	}

	/**
	 * The topic of a name.
	 * @param name the name
	 * @return {@code null} if nobody is a member
	 */
	@Nullable SessionGroup find(String name) {
		return this.topics.get(name);
	}

	/**
	 * A session joins.
	 * @param name the topic's
	 * @param session no member, and open
	 */
	void join(String name, Session session) {
		this.topics.compute(name, (key, topic) -> {
			SessionGroup joined = (topic != null) ? topic : new SessionGroup(key);
			session.enter(joined);
			return joined;
		});
	}

	/**
	 * A member has left: without any a topic is none.
	 * @param group a topic or another group
	 */
	void left(SessionGroup group) {
		String name = group.topic();
		if (name != null && group.count() == 0) {
			this.topics.computeIfPresent(name, (key, topic) -> (topic == group && group.count() == 0) ? null : topic);
		}
	}

}
