package io.wsboot.spring.messaging;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.wsboot.transport.Topics;
import io.wsboot.transport.WsSession;

/**
 * Tells which topics there are and who their members are. Thread-safe; every answer is a
 * snapshot, and none keeps anybody from joining or leaving. A topic exists as long as it
 * has a member.
 */
public final class WsTopics {

	private final Topics topics;

	/**
	 * Looks into the given topics.
	 * @param topics knows the members
	 */
	public WsTopics(Topics topics) {
		this.topics = topics;
	}

	/**
	 * How many members a topic has.
	 * @param topic the name
	 * @return 0 or more
	 */
	public int count(String topic) {
		return this.topics.count(topic);
	}

	/**
	 * The topics that have members.
	 * @return their names
	 */
	public Set<String> names() {
		return this.topics.names();
	}

	/**
	 * The members of a topic.
	 * @param topic the name
	 * @return a copy of the list of sessions, in no particular order; for a large topic
	 * {@link #forEach} needs less memory
	 */
	public List<WsSession> members(String topic) {
		return this.topics.members(topic);
	}

	/**
	 * Calls an action with each member of a topic, on the caller's thread. Those who are
	 * members all the while are seen once, those who come or go meanwhile perhaps.
	 * @param topic the name
	 * @param action the action
	 */
	public void forEach(String topic, Consumer<? super WsSession> action) {
		this.topics.forEach(topic, action);
	}

}
