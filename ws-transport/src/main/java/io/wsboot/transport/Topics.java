package io.wsboot.transport;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
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

	private final SessionGroups groups = new SessionGroups(true);

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
		SessionGroup found = this.groups.find(topic);
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
		SessionGroup found = this.groups.find(topic);
		return (found != null) ? found.count() : 0;
	}

	/**
	 * The topics that have members.
	 * @return a copy
	 */
	public Set<String> names() {
		return this.groups.names();
	}

	/**
	 * The members of a topic.
	 * @param topic the name
	 * @return a copy
	 */
	public List<WsSession> members(String topic) {
		SessionGroup found = this.groups.find(topic);
		return (found != null) ? found.members() : List.of();
	}

	/**
	 * Calls an action with each member of a topic, on the caller's thread. It sees those
	 * who are members when it comes to their event loop, and never one twice; the members
	 * of a loop are copied, not all of them.
	 * @param topic the name
	 * @param action the action
	 */
	public void forEach(String topic, Consumer<? super WsSession> action) {
		SessionGroup found = this.groups.find(topic);
		if (found != null) {
			found.forEach(action);
		}
	}

	/**
	 * The members of a topic as a group. It may lose its last member at any time, and the
	 * topic may begin anew; so it is to be looked up each time.
	 * @param topic the name
	 * @return {@code null} if nobody is a member
	 */
	public @Nullable SessionGroup find(String topic) {
		return this.groups.find(topic);
	}

	/**
	 * How many topics have members.
	 * @return the count at this moment
	 */
	public int size() {
		return this.groups.size();
	}

	/**
	 * Shows the topics that have members to a visitor, until it has seen enough. The
	 * order is the same each time as long as topics neither begin nor end.
	 * @param visitor is given a name and the members, and says whether it wants to see
	 * more
	 */
	public void visit(BiPredicate<String, SessionGroup> visitor) {
		this.groups.visit(visitor);
	}

	/**
	 * The topics as groups.
	 * @return the groups that sessions join by themselves
	 */
	SessionGroups groups() {
		return this.groups;
	}

}
