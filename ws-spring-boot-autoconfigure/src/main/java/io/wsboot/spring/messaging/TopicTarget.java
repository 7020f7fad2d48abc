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
		// asked the other way round, a member would not know itself behind interceptors
		return filter((member) -> !session.equals(member));
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
		PayloadEncoders encoders = this.messaging.encoders();
		if (WsMessaging.isPlain(payload)) {
			publish(this.messaging.plain(this.topic, payload), this.filter);
		}
		else if (encoders.areAllAlike()) {
			publish(this.messaging.encoded(this.topic, encoders.encoder(payload), payload), this.filter);
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
		Map<PayloadEncoder, @Nullable PreparedMessage> messages = new LinkedHashMap<>();
		for (WsSession member : this.messaging.topics().members(this.topic)) {
			PayloadEncoder encoder = encoders.encoder(member, payload);
			if (!messages.containsKey(encoder)) {
				messages.put(encoder, this.messaging.encoded(this.topic, encoder, payload));
			}
		}
		Predicate<WsSession> filter = this.filter;
		messages.forEach((encoder, message) -> {
			Predicate<WsSession> addressed = (member) -> encoders.encoder(member, payload).equals(encoder);
			publish(message, (filter != null) ? addressed.and(filter) : addressed);
		});
	}

	private void publish(@Nullable PreparedMessage message, @Nullable Predicate<WsSession> filter) {
		if (message == null) {
			return;
		}
		Topics topics = this.messaging.topics();
		if (filter == null) {
			topics.publish(this.topic, message);
		}
		else {
			topics.publish(this.topic, message, filter);
		}
	}

}
