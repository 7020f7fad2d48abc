package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;

import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Where the values go that methods return.
 *
 * @param codecs write objects
 * @param messaging publishes
 */
record EndpointOutput(CodecChoice codecs, WsMessaging messaging) {

	/**
	 * For the values of a method whose payload a codec has read; it is answered alike.
	 */
	EndpointOutput preferring(@Nullable WsMessageCodec codec) {
		return (codec != null) ? new EndpointOutput(this.codecs.preferring(codec), this.messaging) : this;
	}

	/** Sends a value to the peer; a session that is closing drops it. */
	void reply(WsSession session, Object value) {
		if (value instanceof CharSequence text) {
			session.offerText(text);
		}
		else if (value instanceof byte[] bytes) {
			session.offerBinary(ByteBuffer.wrap(bytes));
		}
		else if (value instanceof ByteBuffer buffer) {
			session.offerBinary(buffer);
		}
		else {
			replyEncoded(session, value);
		}
	}

	private void replyEncoded(WsSession session, Object value) {
		WsMessageCodec codec = this.codecs.writer(value.getClass());
		if (codec == null) {
			throw new IllegalStateException(
					"Nothing can write a " + value.getClass().getName() + " as a message: there is no codec for it");
		}
		ByteBuffer bytes = ByteBuffer.wrap(codec.encode(value));
		if (codec.isText()) {
			session.offerTextBytes(bytes);
		}
		else {
			session.offerBinary(bytes);
		}
	}

	/** Sends a value to the members of a topic. */
	void publish(String topic, Object value) {
		this.messaging.toTopic(topic).send(value);
	}

}
