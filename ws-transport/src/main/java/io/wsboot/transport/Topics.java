package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.wsboot.protocol.PreparedMessage;

/**
 * Named groups of sessions. A topic exists while it has members; a session leaves its
 * topics when it closes. Thread-safe.
 * <p>
 * What is published is encoded once and delivered by one task for each event loop that
 * has members; the publisher's thread never writes.
 */
public final class Topics {

	private static final Logger logger = System.getLogger(Topics.class.getName());

	private final ConcurrentHashMap<String, Topic> topics = new ConcurrentHashMap<>();

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
		publish(topic, message, (session) -> true);
	}

	/**
	 * Sends a message to some members of a topic.
	 * @param topic the name; nothing happens if nobody is a member
	 * @param message the message
	 * @param filter who receives it; called on event loops, so it must not block; if it
	 * throws, the session it was asked about does not receive the message
	 */
	public void publish(String topic, PreparedMessage message, Predicate<? super WsSession> filter) {
		Topic found = this.topics.get(topic);
		if (found != null) {
			found.publish(message, filter);
		}
	}

	/**
	 * How many sessions are members of a topic.
	 * @param topic the name
	 * @return the count, 0 if there is no such topic
	 */
	public int count(String topic) {
		Topic found = this.topics.get(topic);
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
		Topic found = this.topics.get(topic);
		return (found != null) ? found.members() : List.of();
	}

	void join(String name, Session session) {
		this.topics.compute(name, (key, topic) -> {
			Topic joined = (topic != null) ? topic : new Topic();
			joined.add(session);
			return joined;
		});
	}

	void leave(String name, Session session) {
		this.topics.computeIfPresent(name, (key, topic) -> {
			topic.remove(session);
			return (topic.count() > 0) ? topic : null;
		});
	}

	/**
	 * The members of one topic, by loop.
	 */
	private static final class Topic {

		/** Members, with the number that the topic had when they joined. */
		private final ConcurrentHashMap<EventLoop, Map<Session, Long>> byLoop = new ConcurrentHashMap<>();

		/**
		 * Grows with each join, so that what was published before is told from what came
		 * after.
		 */
		private final AtomicLong joins = new AtomicLong();

		void add(Session session) {
			this.byLoop.computeIfAbsent(session.loop(), (loop) -> new ConcurrentHashMap<>())
				.put(session, this.joins.incrementAndGet());
		}

		void remove(Session session) {
			Map<Session, Long> members = this.byLoop.get(session.loop());
			if (members != null) {
				members.remove(session);
			}
		}

		int count() {
			int count = 0;
			for (Map<Session, Long> members : this.byLoop.values()) {
				count += members.size();
			}
			return count;
		}

		List<WsSession> members() {
			List<WsSession> all = new ArrayList<>();
			this.byLoop.values().forEach((members) -> all.addAll(members.keySet()));
			return all;
		}

		void publish(PreparedMessage message, Predicate<? super WsSession> filter) {
			long joined = this.joins.get();
			Predicate<Map.Entry<Session, Long>> addressed = (member) -> member.getValue() <= joined
					&& filter.test(member.getKey());
			this.byLoop.forEach((loop, members) -> {
				if (!members.isEmpty()) {
					loop.fanOut(() -> deliver(members, message, addressed));
				}
			});
		}

		private static void deliver(Map<Session, Long> members, PreparedMessage message,
				Predicate<Map.Entry<Session, Long>> addressed) {
			for (Map.Entry<Session, Long> member : members.entrySet()) {
				try {
					if (addressed.test(member)) {
						member.getKey().offer(message);
					}
				}
				catch (RuntimeException ex) {
					logger.log(Level.WARNING, () -> "A message was kept from " + member.getKey() + " by a failure", ex);
				}
			}
		}

	}

}
