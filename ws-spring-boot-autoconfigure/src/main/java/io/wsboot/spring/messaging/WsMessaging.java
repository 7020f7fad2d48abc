package io.wsboot.spring.messaging;

import java.nio.ByteBuffer;

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

	/**
	 * Sends to the members of topics.
	 * @param topics knows the members
	 * @param encoders write objects
	 */
	public WsMessaging(Topics topics, PayloadEncoders encoders) {
		this.topics = topics;
		this.encoders = encoders;
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

	/** Text and bytes need no encoder: the message; {@code null} for an object. */
	static @Nullable PreparedMessage plain(Object payload) {
		if (payload instanceof CharSequence text) {
			return PreparedMessage.text(text);
		}
		if (payload instanceof byte[] bytes) {
			return PreparedMessage.binary(ByteBuffer.wrap(bytes));
		}
		return (payload instanceof ByteBuffer buffer) ? PreparedMessage.binary(buffer.slice()) : null;
	}

	static PreparedMessage encoded(PayloadEncoder encoder, Object payload) {
		ByteBuffer bytes = ByteBuffer.wrap(encoder.encode(payload));
		return encoder.isText() ? PreparedMessage.text(bytes) : PreparedMessage.binary(bytes);
	}

}
