package io.wsboot.spring.messaging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.Delivery;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that a message goes to: one, those of a user, of an endpoint or of a topic, or
 * some of them. Immutable: each narrowing returns a new target, so one can be kept and
 * used again, from any thread.
 */
public final class MessageTarget {

	private final WsMessaging messaging;

	private final Audience audience;

	private final @Nullable Predicate<WsSession> filter;

	private final Delivery delivery;

	MessageTarget(WsMessaging messaging, Audience audience) {
		this(messaging, audience, null, Delivery.standard());
	}

	private MessageTarget(WsMessaging messaging, Audience audience, @Nullable Predicate<WsSession> filter,
			Delivery delivery) {
		this.messaging = messaging;
		this.audience = audience;
		this.filter = filter;
		this.delivery = delivery;
	}

	/**
	 * Leaves one session out.
	 * @param session the session
	 * @return the narrower target
	 */
	public MessageTarget except(WsSession session) {
		// asked the other way round, a member would not know itself behind interceptors
		return filter((member) -> !session.equals(member));
	}

	/**
	 * Leaves out the sessions that a condition does not hold for.
	 * @param condition called on event loops, for several sessions at a time: it must not
	 * block, and is thread-safe
	 * @return the narrower target
	 */
	public MessageTarget filter(Predicate<? super WsSession> condition) {
		Predicate<WsSession> present = this.filter;
		return new MessageTarget(this.messaging, this.audience,
				(present != null) ? present.and(condition) : condition::test, this.delivery);
	}

	/**
	 * Says what a message is worth to peers that read too slowly.
	 * @param delivery as the endpoint's policy says unless stated
	 * @return the target with this delivery
	 */
	public MessageTarget delivery(Delivery delivery) {
		return new MessageTarget(this.messaging, this.audience, this.filter, delivery);
	}

	/**
	 * Sends a message to whoever is there. Inside a transaction it leaves after the
	 * commit, to whoever is there then, and never if the transaction is rolled back; the
	 * payload is encoded now in any case. Where nobody is there, nothing is encoded
	 * unless a commit is waited for.
	 * <p>
	 * A session that closes in the meantime does not get the message, and one whose peer
	 * reads too slowly may not, either, as its endpoint's policy and the delivery say. A
	 * thread that sends faster than the event loops can follow is made to wait
	 * ({@link io.wsboot.transport.SessionGroup}).
	 * @param payload a {@link CharSequence} is sent as text, {@code byte[]} and
	 * {@link java.nio.ByteBuffer} as binary, anything else as each session's codec writes
	 * it; it is the caller's again when the method returns
	 * @return whether a session is there that the message could go to, whatever the
	 * conditions say: {@code false} tells that the user, for example, is not connected
	 * @throws RuntimeException if the payload cannot be written, by any of the codecs; it
	 * then goes to nobody
	 */
	public boolean send(Object payload) {
		SendTiming timing = this.messaging.timing();
		boolean later = timing.isLater();
		boolean anybody = !this.audience.isEmpty();
		if (anybody || later) {
			timing.run(publication(payload, later));
		}
		return anybody;
	}

	/** What sends the message, which is encoded already. */
	private Runnable publication(Object payload, boolean later) {
		PayloadEncoders encoders = this.messaging.encoders();
		if (WsMessaging.isPlain(payload)) {
			PreparedMessage message = this.messaging.plain(this.audience, payload);
			return () -> publish(message, this.filter);
		}
		if (encoders.areAllAlike()) {
			PreparedMessage message = this.messaging.encoded(this.audience, encoders.encoder(payload), payload);
			return () -> publish(message, this.filter);
		}
		return publicationByEncoder(encoded(payload, encoders, later), payload.getClass(), encoders);
	}

	/**
	 * Sessions may have agreed on different encoders: each that somebody needs writes
	 * once, and before anything is sent, because the payload is the caller's again soon.
	 * Who is there later may need another of those in use.
	 */
	private Map<PayloadEncoder, @Nullable PreparedMessage> encoded(Object payload, PayloadEncoders encoders,
			boolean later) {
		Map<PayloadEncoder, @Nullable PreparedMessage> messages = new LinkedHashMap<>();
		this.audience.forEach((session) -> encode(payload, encoders.encoder(session, payload), messages));
		if (later) {
			encoders.forEachInUse(payload, (encoder) -> encode(payload, encoder, messages));
		}
		return messages;
	}

	private void encode(Object payload, PayloadEncoder encoder,
			Map<PayloadEncoder, @Nullable PreparedMessage> messages) {
		if (!messages.containsKey(encoder)) {
			messages.put(encoder, this.messaging.encoded(this.audience, encoder, payload));
		}
	}

	private Runnable publicationByEncoder(Map<PayloadEncoder, @Nullable PreparedMessage> messages, Class<?> type,
			PayloadEncoders encoders) {
		Predicate<WsSession> narrowed = this.filter;
		return () -> messages.forEach((encoder, message) -> {
			Predicate<WsSession> addressed = (session) -> encoder.equals(encoders.find(session, type));
			publish(message, (narrowed != null) ? addressed.and(narrowed) : addressed);
		});
	}

	private void publish(@Nullable PreparedMessage message, @Nullable Predicate<WsSession> condition) {
		if (message != null) {
			this.audience.publish(message, this.delivery, condition);
		}
	}

}
