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
 * A message is encoded once, however many sessions it goes to. Immutable and thread-safe.
 */
public final class WsMessaging {

	private final Topics topics;

	private final @Nullable PayloadEncoder encoder;

	/**
	 * Sends to the members of topics.
	 * @param topics knows the members
	 * @param encoder writes objects; without one only text and bytes can be sent
	 */
	public WsMessaging(Topics topics, @Nullable PayloadEncoder encoder) {
		this.topics = topics;
		this.encoder = encoder;
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

	PreparedMessage prepare(Object payload) {
		if (payload instanceof CharSequence text) {
			return PreparedMessage.text(text);
		}
		if (payload instanceof byte[] bytes) {
			return PreparedMessage.binary(ByteBuffer.wrap(bytes));
		}
		if (payload instanceof ByteBuffer buffer) {
			return PreparedMessage.binary(buffer.slice());
		}
		PayloadEncoder encoder = this.encoder;
		if (encoder == null) {
			throw new IllegalStateException("Nothing can write a " + payload.getClass().getName()
					+ " as a message: there is no codec. Send a String, a byte[] or a ByteBuffer,"
					+ " or add Jackson (spring-boot-starter-jackson).");
		}
		ByteBuffer bytes = ByteBuffer.wrap(encoder.encode(payload));
		return encoder.isText() ? PreparedMessage.text(bytes) : PreparedMessage.binary(bytes);
	}

}
