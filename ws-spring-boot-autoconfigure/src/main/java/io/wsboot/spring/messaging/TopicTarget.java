package io.wsboot.spring.messaging;

import java.util.function.Predicate;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.Topics;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The members of a topic, or some of them, as an address. Immutable: each narrowing
 * returns a new address, so one can be kept and used again, from any thread.
 */
public final class TopicTarget {

	private final WsMessaging messaging;

	private final String topic;

	private final @Nullable Predicate<WsSession> filter;

	TopicTarget(WsMessaging messaging, String topic, @Nullable Predicate<WsSession> filter) {
		this.messaging = messaging;
		this.topic = topic;
		this.filter = filter;
	}

	/**
	 * Leaves one session out.
	 * @param session the session
	 * @return the narrower address
	 */
	public TopicTarget except(WsSession session) {
		return filter((member) -> !member.equals(session));
	}

	/**
	 * Leaves out the sessions that a condition does not hold for.
	 * @param condition called on event loops, for several sessions at a time: it must not
	 * block, and is thread-safe
	 * @return the narrower address
	 */
	public TopicTarget filter(Predicate<? super WsSession> condition) {
		Predicate<WsSession> present = this.filter;
		return new TopicTarget(this.messaging, this.topic,
				(present != null) ? present.and(condition) : condition::test);
	}

	/**
	 * Sends a message to whoever is there. Returns at once; a member that closes in the
	 * meantime, or whose outbound queue is full, does not get it. Where nobody is there,
	 * nothing is encoded.
	 * @param payload a {@link CharSequence} is sent as text, {@code byte[]} and
	 * {@link java.nio.ByteBuffer} as binary, anything else as the codec writes it; it is
	 * the caller's again when the method returns
	 * @throws RuntimeException if the payload cannot be written
	 */
	public void send(Object payload) {
		Topics topics = this.messaging.topics();
		if (topics.count(this.topic) == 0) {
			return;
		}
		PreparedMessage message = this.messaging.prepare(payload);
		Predicate<WsSession> filter = this.filter;
		if (filter == null) {
			topics.publish(this.topic, message);
		}
		else {
			topics.publish(this.topic, message, filter);
		}
	}

}
