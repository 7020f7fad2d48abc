package io.wsboot.spring.messaging;

import java.nio.ByteBuffer;
import java.util.List;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Sends to many sessions at once, from any thread.
 *
 * <pre class="code">
 * messaging.toTopic("chat:lobby").except(session).send(new Joined("Ada"));
 * </pre>
 *
 * A message is encoded once for each codec, however many sessions it goes to. Immutable
 * and thread-safe.
 */
public final class WsMessaging {

	private final Topics topics;

	private final PayloadEncoders encoders;

	private final List<WsOutboundInterceptor> interceptors;

	/**
	 * Sends to the members of topics.
	 * @param topics knows the members
	 * @param encoders write objects
	 */
	public WsMessaging(Topics topics, PayloadEncoders encoders) {
		this(topics, encoders, List.of());
	}

	/**
	 * Sends to the members of topics what interceptors let pass.
	 * @param topics knows the members
	 * @param encoders write objects
	 * @param interceptors in the order in which they are asked
	 */
	public WsMessaging(Topics topics, PayloadEncoders encoders, List<WsOutboundInterceptor> interceptors) {
		this.topics = topics;
		this.encoders = encoders;
		this.interceptors = List.copyOf(interceptors);
	}

	/**
	 * Addresses the members of a topic.
	 * @param topic the name
	 * @return the address, to be narrowed or sent to
	 */
	public TopicTarget toTopic(String topic) {
		return new TopicTarget(this, topic, null);
	}

	Topics topics() {
		return this.topics;
	}

	PayloadEncoders encoders() {
		return this.encoders;
	}

	/** Whether a payload needs no encoder. */
	static boolean isPlain(Object payload) {
		return payload instanceof CharSequence || payload instanceof byte[] || payload instanceof ByteBuffer;
	}

	/** The message of a payload that needs no encoder; {@code null} if nobody gets it. */
	@Nullable PreparedMessage plain(String topic, Object payload) {
		if (payload instanceof CharSequence text) {
			return this.interceptors.isEmpty() ? PreparedMessage.text(text) : intercepted(topic, WsMessage.text(text));
		}
		return prepared(topic, false,
				(payload instanceof byte[] bytes) ? ByteBuffer.wrap(bytes) : ((ByteBuffer) payload).slice());
	}

	/** The message of an object; {@code null} if nobody gets it. */
	@Nullable PreparedMessage encoded(String topic, PayloadEncoder encoder, Object payload) {
		return prepared(topic, encoder.isText(), ByteBuffer.wrap(encoder.encode(payload)));
	}

	private @Nullable PreparedMessage prepared(String topic, boolean text, ByteBuffer bytes) {
		if (!this.interceptors.isEmpty()) {
			return intercepted(topic, text ? WsMessage.text(bytes) : WsMessage.binary(bytes));
		}
		return text ? PreparedMessage.text(bytes) : PreparedMessage.binary(bytes);
	}

	private @Nullable PreparedMessage intercepted(String topic, WsMessage leaving) {
		WsMessage message = leaving;
		for (WsOutboundInterceptor interceptor : this.interceptors) {
			message = interceptor.publishing(topic, message);
			if (message == null) {
				return null;
			}
		}
		return message.isText() ? PreparedMessage.text(message.bytes()) : PreparedMessage.binary(message.bytes());
	}

}
