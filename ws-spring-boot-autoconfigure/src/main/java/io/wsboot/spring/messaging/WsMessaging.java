package io.wsboot.spring.messaging;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.spring.messaging.WsDestination.Kind;
import io.wsboot.transport.SessionGroup;
import io.wsboot.transport.Topics;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends to sessions, from any thread: to one, to those of a user or of an endpoint, to
 * the members of a topic.
 *
 * <pre class="code">
 * messaging.toTopic("chat:lobby").except(session).send(new Joined("Ada"));
 * messaging.toUser("ada").delivery(Delivery.conflate("balance")).send(balance);
 * </pre>
 *
 * A message is encoded once for each codec, however many sessions it goes to. Immutable
 * and thread-safe.
 */
public final class WsMessaging {

	private final Topics topics;

	private final SessionDirectory sessions;

	private final PayloadEncoders encoders;

	private final List<WsOutboundInterceptor> interceptors;

	private final SendTiming timing;

	/**
	 * Sends at once.
	 * @param topics knows the members of topics
	 * @param sessions knows the open sessions
	 * @param encoders write objects
	 * @param interceptors see what is sent, in the order in which they are asked
	 */
	public WsMessaging(Topics topics, SessionDirectory sessions, PayloadEncoders encoders,
			List<WsOutboundInterceptor> interceptors) {
		this(topics, sessions, encoders, interceptors, SendTiming.NOW);
	}

	private WsMessaging(Topics topics, SessionDirectory sessions, PayloadEncoders encoders,
			List<WsOutboundInterceptor> interceptors, SendTiming timing) {
		this.topics = topics;
		this.sessions = sessions;
		this.encoders = encoders;
		this.interceptors = List.copyOf(interceptors);
		this.timing = timing;
	}

	/**
	 * The same, but what is sent inside a transaction waits for its commit, and is
	 * dropped when it is rolled back. Needs Spring's transactions (spring-tx) on the
	 * class path; reactive transactions do not count.
	 * @return sends after the commit
	 */
	public WsMessaging transactional() {
		return new WsMessaging(this.topics, this.sessions, this.encoders, this.interceptors, new AfterCommit());
	}

	/**
	 * Addresses the members of a topic.
	 * @param topic the name
	 * @return the target, to be narrowed or sent to
	 */
	public MessageTarget toTopic(String topic) {
		return group(Kind.TOPIC, topic, () -> this.topics.find(topic));
	}

	/**
	 * Addresses the sessions of a user, on whatever endpoint.
	 * @param name the name of the principal that opened them
	 * ({@link java.security.Principal#getName()})
	 * @return the target, to be narrowed or sent to
	 */
	public MessageTarget toUser(String name) {
		return group(Kind.USER, name, () -> this.sessions.user(name));
	}

	/**
	 * Addresses the sessions of an endpoint. Sending throws an
	 * {@link IllegalArgumentException} if there is no such endpoint, unless there is none
	 * at all because the listener is switched off.
	 * @param nameOrPath the endpoint's name, or its path as it is declared:
	 * {@code /chat/{room}}
	 * @return the target, to be narrowed or sent to
	 */
	public MessageTarget toEndpoint(String nameOrPath) {
		return group(Kind.ENDPOINT, nameOrPath, () -> this.sessions.endpoint(nameOrPath));
	}

	/**
	 * Addresses a session by its identifier.
	 * @param id what {@link WsSession#id()} returned; nobody is there once the session
	 * has ended
	 * @return the target, to be sent to
	 */
	public MessageTarget toSession(String id) {
		return new MessageTarget(this, new Audience.Single(() -> this.sessions.ids().find(id)));
	}

	/**
	 * Addresses a session: the way to send it an object, or to send to it when a
	 * transaction has committed.
	 * @param session the session
	 * @return the target, to be sent to
	 */
	public MessageTarget toSession(WsSession session) {
		return new MessageTarget(this, new Audience.Single(() -> session));
	}

	private MessageTarget group(Kind kind, String name, Supplier<@Nullable SessionGroup> group) {
		return new MessageTarget(this, new Audience.Group(new WsDestination(kind, name), group));
	}

	PayloadEncoders encoders() {
		return this.encoders;
	}

	SendTiming timing() {
		return this.timing;
	}

	/** Whether a payload needs no encoder. */
	static boolean isPlain(Object payload) {
		return payload instanceof CharSequence || payload instanceof byte[] || payload instanceof ByteBuffer;
	}

	/** The message of a payload that needs no encoder; {@code null} if nobody gets it. */
	@Nullable PreparedMessage plain(Audience audience, Object payload) {
		if (payload instanceof CharSequence text) {
			return this.interceptors.isEmpty() ? PreparedMessage.text(text)
					: intercepted(audience, WsMessage.text(text));
		}
		return prepared(audience, false,
				(payload instanceof byte[] bytes) ? ByteBuffer.wrap(bytes) : ((ByteBuffer) payload).slice());
	}

	/** The message of an object; {@code null} if nobody gets it. */
	@Nullable PreparedMessage encoded(Audience audience, PayloadEncoder encoder, Object payload) {
		return prepared(audience, encoder.isText(), ByteBuffer.wrap(encoder.encode(payload)));
	}

	private @Nullable PreparedMessage prepared(Audience audience, boolean text, ByteBuffer bytes) {
		if (!this.interceptors.isEmpty()) {
			return intercepted(audience, text ? WsMessage.text(bytes) : WsMessage.binary(bytes));
		}
		return text ? PreparedMessage.text(bytes) : PreparedMessage.binary(bytes);
	}

	private @Nullable PreparedMessage intercepted(Audience audience, WsMessage leaving) {
		WsMessage message = leaving;
		for (WsOutboundInterceptor interceptor : this.interceptors) {
			message = audience.intercept(interceptor, message);
			if (message == null) {
				return null;
			}
		}
		return message.isText() ? PreparedMessage.text(message.bytes()) : PreparedMessage.binary(message.bytes());
	}

}
