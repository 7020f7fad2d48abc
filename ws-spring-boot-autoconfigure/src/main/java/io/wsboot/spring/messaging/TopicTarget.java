package io.wsboot.spring.messaging;

import java.util.LinkedHashMap;
import java.util.Map;
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
	 * {@link java.nio.ByteBuffer} as binary, anything else as each member's codec writes
	 * it; it is the caller's again when the method returns
	 * @throws RuntimeException if the payload cannot be written, by any of the codecs; it
	 * then goes to nobody
	 */
	public void send(Object payload) {
		if (this.messaging.topics().count(this.topic) == 0) {
			return;
		}
		PreparedMessage plain = WsMessaging.plain(payload);
		PayloadEncoders encoders = this.messaging.encoders();
		if (plain != null) {
			publish(plain, this.filter);
		}
		else if (encoders.areAllAlike()) {
			publish(WsMessaging.encoded(encoders.encoder(payload), payload), this.filter);
		}
		else {
			publishByEncoder(payload, encoders);
		}
	}

	/**
	 * Members may have agreed on different encoders: each that somebody needs writes
	 * once, and before anything is sent, because the payload is the caller's again soon.
	 */
	private void publishByEncoder(Object payload, PayloadEncoders encoders) {
		Map<PayloadEncoder, PreparedMessage> messages = new LinkedHashMap<>();
		for (WsSession member : this.messaging.topics().members(this.topic)) {
			messages.computeIfAbsent(encoders.encoder(member, payload),
					(encoder) -> WsMessaging.encoded(encoder, payload));
		}
		Predicate<WsSession> filter = this.filter;
		messages.forEach((encoder, message) -> {
			Predicate<WsSession> addressed = (member) -> encoders.encoder(member, payload).equals(encoder);
			publish(message, (filter != null) ? addressed.and(filter) : addressed);
		});
	}

	private void publish(PreparedMessage message, @Nullable Predicate<WsSession> filter) {
		Topics topics = this.messaging.topics();
		if (filter == null) {
			topics.publish(this.topic, message);
		}
		else {
			topics.publish(this.topic, message, filter);
		}
	}

}
